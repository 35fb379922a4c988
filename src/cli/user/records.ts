import { parse } from 'csv-parse/sync'
import { type FileColumn, fileColumns } from '../../account/account.ts'
import type { RawRow } from '../../account/import.schema.ts'
import { CommandError } from '../command-error.ts'
import { type Frame, type Framing, frames } from './record-frames.ts'
import { unescapeCell } from './spreadsheet.ts'

/** A row of an import: the person as written, or the problem with the whole row. */
export type ImportRow = {
  line: number
  /** The row as written; absent if it is too long or not UTF-8. */
  text?: string
} & ({ raw: RawRow } | { problem: string })

export type Format = 'csv' | 'jsonl'

/** What a file contains. */
export interface Layout {
  format: Format
  /** Whether `external_id` is a column. */
  hasApplication?: boolean
  /** Names of declared attributes, which are columns too. */
  declared?: readonly string[]
  /** Returns what is missing among the columns of a header, or null. */
  missing?: (columns: readonly string[]) => string | null
  /** Is told the header of a CSV file. */
  onHeader?: (text: string) => void
}

/** Maximum number of characters of the rows of a batch: rows may be long. */
const BATCH_TEXT_MAX = 4_194_304

type Text = Extract<Frame, { text: string }>

/** Returns the format determined by the file name, or otherwise by the first byte. */
export function formatOf(fileName: string, firstBytes: Uint8Array): Format {
  if (/\.(jsonl|ndjson|json)$/i.test(fileName)) return 'jsonl'
  if (/\.(csv|tsv|txt)$/i.test(fileName)) return 'csv'
  return /^\uFEFF?\s*[{[]/.test(Buffer.from(firstBytes.subarray(0, 100)).toString()) ? 'jsonl' : 'csv'
}

/**
 * Reads the rows of an import in file order, in batches of at most `size` rows and of bounded length.
 * @throws {CommandError} if the file as a whole cannot be read
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  layout: Layout,
  size: number,
): AsyncGenerator<ImportRow[]> {
  const isCsv = layout.format === 'csv'
  const framing: Framing = { quoted: isCsv, delimiter: 0x2c }
  const columns = fileColumns(layout.hasApplication === true, layout.declared)
  let header: Header | null = null
  let batch: Frame[] = []
  let length = 0
  const read = () => (header ? readCsv(batch, header) : batch.map((frame) => readJson(frame, columns)))
  for await (const frame of frames(withoutMark(chunks), framing)) {
    if ('text' in frame && frame.text.trim() === '') continue
    if (isCsv && header === null) {
      header = readHeader(frame, columns, layout)
      framing.delimiter = header.delimiter.charCodeAt(0)
      continue
    }
    batch.push(frame)
    length += 'text' in frame ? frame.text.length : 0
    if (batch.length < size && length < BATCH_TEXT_MAX) continue
    yield read()
    batch = []
    length = 0
  }
  if (isCsv && header === null) throw new CommandError('the file is empty')
  if (batch.length > 0) yield read()
}

interface Header {
  columns: readonly FileColumn[]
  delimiter: string
}

/** Strips the UTF-8 byte order mark, and rejects other encodings. */
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

function readHeader(frame: Frame, columns: readonly FileColumn[], layout: Layout): Header {
  if ('problem' in frame) throw new CommandError(`line ${frame.line}: ${frame.problem}`)
  const delimiter = [',', ';', '\t'].find((character) => frame.text.includes(character)) ?? ','
  const names = (parseCsv(frame.text, delimiter)?.[0] ?? []).map((name) => name.trim().toLowerCase())
  for (const name of names) {
    const problem = unknownColumn(name, columns)
    if (problem !== null)
      throw new CommandError(`line ${frame.line}: ${problem}; the columns are ${columns.join(', ')}`)
    if (names.indexOf(name) !== names.lastIndexOf(name)) {
      throw new CommandError(`line ${frame.line}: the column "${name}" occurs twice`)
    }
  }
  const missing = layout.missing?.(names) ?? null
  if (missing !== null) throw new CommandError(`line ${frame.line}: ${missing}`)
  layout.onHeader?.(frame.text)
  return { columns: names as FileColumn[], delimiter }
}

/** Returns what is wrong with the name of a column, or null. */
function unknownColumn(name: string, columns: readonly FileColumn[]): string | null {
  if ((columns as readonly string[]).includes(name)) return null
  return name === 'external_id'
    ? '"external_id" requires --app, the application whose ids these are'
    : `"${name.slice(0, 100)}" is not a column`
}

/** Parses many records at once; if the number of rows does not match, one by one. */
function readCsv(batch: readonly Frame[], { columns, delimiter }: Header): ImportRow[] {
  const texts = batch.filter((frame): frame is Text => 'text' in frame)
  const together = parseCsv(texts.map((frame) => frame.text).join('\n'), delimiter)
  const isEven = together?.length === texts.length
  let next = 0
  return batch.map((frame) => {
    if ('problem' in frame) return frame
    const cells = isEven ? together[next++] : parseCsv(frame.text, delimiter)?.[0]
    return { ...frame, ...ofCells(cells, columns) }
  })
}

function ofCells(
  cells: readonly string[] | undefined,
  columns: readonly FileColumn[],
): { raw: RawRow } | { problem: string } {
  if (!cells) return { problem: 'The row is not valid CSV; quotes inside a cell must be doubled.' }
  if (cells.length !== columns.length)
    return { problem: `The row has ${cells.length} cells, the header ${columns.length}.` }
  return { raw: Object.fromEntries(columns.map((column, i) => [column, unescapeCell(cells[i]!)])) }
}

function parseCsv(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true })
  } catch {
    return null
  }
}

function readJson(frame: Frame, columns: readonly FileColumn[]): ImportRow {
  return 'problem' in frame ? frame : { ...frame, ...ofJson(frame.text, columns) }
}

function ofJson(text: string, columns: readonly FileColumn[]): { raw: RawRow } | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'The row is not valid JSON.' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'The row is not a JSON object; each line must contain one.' }
  for (const name of Object.keys(value)) {
    const problem = unknownColumn(name, columns)
    if (problem !== null) return { problem: `${problem}.` }
  }
  return { raw: value as RawRow }
}
