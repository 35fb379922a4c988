import { once } from 'node:events'
import { createRequire } from 'node:module'
import { lazy } from '../basics/lazy.ts'

const require = createRequire(import.meta.url)
/** Loaded with the first table: compiling its expressions takes longer than most commands. */
const stringWidth = lazy(() => (require('string-width') as typeof import('string-width')).default)

/** A cell of a table. */
export type Cell = string | number | boolean | null | undefined

/**
 * Output of a command. With `--json`, standard output contains only JSON; everything else goes to standard
 * error.
 */
export interface Output {
  readonly isJson: boolean
  /** Writes the result of the command: a JSON document, or the text returned by `human`. */
  result(document: unknown, human: () => string): Promise<void>
  /** Writes a piece of a streamed result as it is. */
  write(text: string): Promise<void>
  /** Writes a note to the operator that is not part of the result. */
  note(text: string): void
}

export function createOutput(isJson: boolean): Output {
  const write = async (text: string) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  }
  return {
    isJson,
    write,
    result: (document, human) => write(`${isJson ? JSON.stringify(document, null, 2) : human()}\n`),
    note(text) {
      process.stderr.write(`${text}\n`)
    },
  }
}

/**
 * Formats a table with aligned columns and headings. User-controlled text cannot send control sequences to
 * the terminal.
 */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [headings, ...rows.map((row) => row.map(cellText))]
  const widthOf = stringWidth()
  const columns = headings.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat(columns[column]! - widthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Formats names and values, one pair per line. */
export function pairs(entries: Readonly<Record<string, Cell>>): string {
  const width = Math.max(...Object.keys(entries).map((name) => name.length))
  return Object.entries(entries)
    .map(([name, value]) => `${name.padEnd(width)}  ${cellText(value)}`.trimEnd())
    .join('\n')
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  return plain(String(cell))
}

/** Removes characters that control the terminal or change the reading direction. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')
}

/** Returns an instant in milliseconds as ISO 8601. */
export function instant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString()
}
