import type { TableName } from '../ports/tables.ts'
import type { Differences } from './move-differences.ts'
import type { Leg } from './move-plan.ts'

interface Changed {
  /** Absent where nothing was to be written. */
  written?: number
  removed?: number
}

/** What the command answers. */
export interface MoveReport {
  rows: (Leg & Changed & { total: number; tables: Record<TableName, number> }) | null
  /** `live` files are those of pictures that are shown; `orphaned` ones stay behind. */
  files: (Leg & Changed & { live: number; orphaned: number; bytes: number }) | null
  differences: Pick<Differences, 'count' | 'named'>
  /** Files of pictures that the source itself does not have. */
  missing: Pick<Differences, 'count' | 'named'>
  /** Files of pictures that do not hold what was stored, in the source and so in the target. */
  damaged: Pick<Differences, 'count' | 'named'>
}

/** The same for people. */
export function describeMove({ rows, files, differences, missing, damaged }: MoveReport): string {
  const lines: string[] = []
  if (rows) lines.push(`${rows.total} rows: ${rows.from} → ${rows.to}${changes(rows)}`)
  if (files) {
    lines.push(`${files.live} files, ${files.bytes} bytes: ${files.from} → ${files.to}${changes(files)}`)
    if (files.orphaned > 0) lines.push(`${files.orphaned} files without a picture stay behind`)
  }
  if (missing.count > 0) lines.push(`${missing.count} files of pictures are missing in the source`)
  if (damaged.count > 0) lines.push(`${damaged.count} files of pictures are damaged in the source`)
  const isMove = (rows ?? files)?.written !== undefined
  if (differences.count > 0) {
    lines.push(`${differences.count} differences${isMove ? ': the move is not done, run it again' : ''}`)
  } else {
    lines.push('every row and file was read back and is the same')
    if (isMove)
      lines.push('Set the settings to the new place; do not start the service on the old one again.')
  }
  return lines.join('\n')
}

function changes({ written, removed }: Changed): string {
  if (written === undefined) return ''
  return ` (${written} written${removed ? `, ${removed} of an earlier try removed` : ''})`
}
