import type { TableName } from '../../tables/tables.ts'
import type { Differences } from './move-differences.ts'
import type { Leg } from './move-plan.ts'

interface Changed {
  /** Absent if nothing was to be written. */
  written?: number
  removed?: number
}

/** Result of the command. */
export interface MoveReport {
  rows: (Leg & Changed & { total: number; tables: Record<TableName, number> }) | null
  /** `live` files belong to pictures in use; `orphaned` ones are not moved. */
  files: (Leg & Changed & { live: number; orphaned: number; bytes: number }) | null
  differences: Pick<Differences, 'count' | 'named'>
  /** Picture files that are missing in the source itself. */
  missing: Pick<Differences, 'count' | 'named'>
  /** Picture files that differ from what was stored, in the source and therefore in the target. */
  damaged: Pick<Differences, 'count' | 'named'>
}

/** Formats the report for people. */
export function describeMove({ rows, files, differences, missing, damaged }: MoveReport): string {
  const lines: string[] = []
  if (rows) lines.push(`${rows.total} rows: ${rows.from} → ${rows.to}${changes(rows)}`)
  if (files) {
    lines.push(`${files.live} files, ${files.bytes} bytes: ${files.from} → ${files.to}${changes(files)}`)
    if (files.orphaned > 0) lines.push(`${files.orphaned} files without a picture were not moved`)
  }
  if (missing.count > 0) lines.push(`${missing.count} picture files are missing in the source`)
  if (damaged.count > 0) lines.push(`${damaged.count} picture files are damaged in the source`)
  const isMove = (rows ?? files)?.written !== undefined
  if (differences.count > 0) {
    lines.push(`${differences.count} differences${isMove ? ': the move is incomplete, run it again' : ''}`)
  } else {
    lines.push('every row and file was read back and is identical')
    if (isMove)
      lines.push('Change the settings to the new place; do not start the service on the old one again.')
  }
  return lines.join('\n')
}

function changes({ written, removed }: Changed): string {
  if (written === undefined) return ''
  return ` (${written} written${removed ? `, ${removed} of an earlier attempt removed` : ''})`
}
