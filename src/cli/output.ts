import { once } from 'node:events'
import stringWidth from 'string-width'

/** A cell of a table for people. */
export type Cell = string | number | boolean | null | undefined

/** Where a command writes. With `--json`, standard output holds JSON and nothing else; the rest goes to standard error. */
export interface Output {
  readonly isJson: boolean
  /** The result of the command: one JSON document, or the text that `human` makes. */
  result(document: unknown, human: () => string): Promise<void>
  /** A piece of a streamed result, as it is. */
  write(text: string): Promise<void>
  /** A word to the operator that is no result. */
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

/** Columns aligned with spaces, headings first. What people chose themselves cannot steer the terminal. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [headings, ...rows.map((row) => row.map(cellText))]
  const widths = headings.map((_, column) =>
    Math.max(...lines.map((line) => stringWidth(line[column] ?? ''))),
  )
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat(widths[column]! - stringWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Names and values, one pair a line. */
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

/** The text without characters that steer a terminal or turn the reading direction. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')
}

/** ISO 8601 of an instant in milliseconds. */
export function instant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString()
}
