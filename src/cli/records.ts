import { parse } from 'csv-parse/sync'
import type { RawPerson } from '../account/account.schema.ts'
import { type PersonColumn, personColumns } from '../account/account.ts'
import { CommandError } from './command-error.ts'
import { type Frame, type Framing, frames } from './record-frames.ts'
import { unescapeCell } from './spreadsheet.ts'

/** One row of an import: the person as written, or what is wrong with the row as a whole. */
export type ImportRow = { line: number; raw: RawPerson } | { line: number; problem: string }

export type Format = 'csv' | 'jsonl'

type Text = Extract<Frame, { text: string }>

/** The format that the file name says, or else its first byte. */
export function formatOf(fileName: string, firstBytes: Uint8Array): Format {
  if (/\.(jsonl|ndjson|json)$/i.test(fileName)) return 'jsonl'
  if (/\.(csv|tsv|txt)$/i.test(fileName)) return 'csv'
  return /^\uFEFF?\s*[{[]/.test(Buffer.from(firstBytes.subarray(0, 100)).toString()) ? 'jsonl' : 'csv'
}

/**
 * Reads the rows of an import, in batches of at most `size`, in the order of the file.
 * @throws {CommandError} if the file as a whole cannot be read
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  format: Format,
  size: number,
): AsyncGenerator<ImportRow[]> {
  const framing: Framing = { quoted: format === 'csv', delimiter: 0x2c }
  let header: { columns: PersonColumn[]; delimiter: string } | null = null
  let batch: Frame[] = []
  const read = () => (header ? readCsv(batch, header) : batch.map(readJson))
  for await (const frame of frames(withoutMark(chunks), framing)) {
    if ('text' in frame && frame.text.trim() === '') continue
    if (format === 'csv' && header === null) {
      header = readHeader(frame)
      framing.delimiter = header.delimiter.charCodeAt(0)
      continue
    }
    batch.push(frame)
    if (batch.length < size) continue
    yield read()
    batch = []
  }
  if (format === 'csv' && header === null) throw new CommandError('the file is empty')
  if (batch.length > 0) yield read()
}

/** Takes the byte order mark of UTF-8 away, and refuses other encodings. */
async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true
  for await (const chunk of chunks) {
    if (!isFirst) yield chunk
    else {
      const [a, b, c] = chunk
      if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || b === 0) {
        throw new CommandError('the file is not UTF-8 (it looks like UTF-16); save it as UTF-8')
      }
      yield a === 0xef && b === 0xbb && c === 0xbf ? chunk.subarray(3) : chunk
    }
    isFirst = false
  }
}

function readHeader(frame: Frame): { columns: PersonColumn[]; delimiter: string } {
  if ('problem' in frame) throw new CommandError(`line ${frame.line}: ${frame.problem}`)
  const delimiter = [',', ';', '\t'].find((character) => frame.text.includes(character)) ?? ','
  const names = (parseCsv(frame.text, delimiter)?.[0] ?? []).map((name) => name.trim().toLowerCase())
  for (const name of names) {
    if (!isColumn(name)) {
      throw new CommandError(
        `line ${frame.line}: "${name.slice(0, 100)}" is no column; the columns are ${personColumns.join(', ')}`,
      )
    }
    if (names.indexOf(name) !== names.lastIndexOf(name)) {
      throw new CommandError(`line ${frame.line}: the column "${name}" is there twice`)
    }
  }
  for (const name of ['username', 'email']) {
    if (!names.includes(name)) throw new CommandError(`line ${frame.line}: the column "${name}" is missing`)
  }
  return { columns: names as PersonColumn[], delimiter }
}

const isColumn = (name: string): name is PersonColumn => (personColumns as readonly string[]).includes(name)

/** Many records are parsed in one go; where that does not come out even, one by one. */
function readCsv(
  batch: readonly Frame[],
  { columns, delimiter }: { columns: readonly PersonColumn[]; delimiter: string },
): ImportRow[] {
  const texts = batch.filter((frame): frame is Text => 'text' in frame)
  const together = parseCsv(texts.map((frame) => frame.text).join('\n'), delimiter)
  const isEven = together?.length === texts.length
  let next = 0
  return batch.map((frame) => {
    if ('problem' in frame) return frame
    const cells = isEven ? together[next++] : parseCsv(frame.text, delimiter)?.[0]
    if (!cells)
      return { line: frame.line, problem: 'The row is no valid CSV; a quote inside a cell is doubled.' }
    if (cells.length !== columns.length) {
      return {
        line: frame.line,
        problem: `The row has ${cells.length} cells, the header ${columns.length}.`,
      }
    }
    return {
      line: frame.line,
      raw: Object.fromEntries(columns.map((column, i) => [column, unescapeCell(cells[i]!)])),
    }
  })
}

function parseCsv(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true })
  } catch {
    return null
  }
}

function readJson(frame: Frame): ImportRow {
  if ('problem' in frame) return frame
  let value: unknown
  try {
    value = JSON.parse(frame.text)
  } catch {
    return { line: frame.line, problem: 'The row is no valid JSON.' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line: frame.line, problem: 'The row is no JSON object; each line holds one.' }
  }
  const unknown = Object.keys(value).find((name) => !isColumn(name))
  if (unknown !== undefined) {
    return { line: frame.line, problem: `"${unknown.slice(0, 100)}" is no column.` }
  }
  return { line: frame.line, raw: value }
}
