import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { personColumns } from '../../src/account/account.ts'
import { type ImportRow, readRows } from '../../src/cli/user/records.ts'
import { escapeCell, unescapeCell } from '../../src/cli/user/spreadsheet.ts'

async function* chunksOf(bytes: Buffer, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function readAll(bytes: Buffer, chunk = 1000): Promise<ImportRow[]> {
  const rows: ImportRow[] = []
  for await (const batch of readRows(chunksOf(bytes, chunk), { format: 'csv' }, 7)) rows.push(...batch)
  return rows
}

test('every cell reads back as it was written, however the file is split and its lines end', async () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', '"', ',', '\n', '\r', ';', "'", '=', '+', '1', 'é', '😀', ' '),
  })
  const row = fc.tuple(...personColumns.map(() => cell)).filter((cells) => cells.join('').trim() !== '')
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 20 }),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 50 }),
      async (rows, end, chunk) => {
        const escaped = rows.map((cells) => cells.map(escapeCell))
        const text = stringify([personColumns, ...escaped], { record_delimiter: end, quoted: true })
        const read = await readAll(Buffer.from(text), chunk)
        assert.deepEqual(
          read.map((one) => ('raw' in one ? Object.values(one.raw) : one)),
          rows,
        )
      },
    ),
  )
})

test('the escape of formulas is undone exactly, and phone numbers are left alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '1', 'x') }), (text) => {
      assert.equal(unescapeCell(escapeCell(text)), text)
    }),
  )
  assert.equal(escapeCell('+33612345678'), '+33612345678')
  assert.equal(escapeCell('=1+1'), "'=1+1")
})

test('rows after an unclosed quote, and after a row of a megabyte, are read with their line numbers', async () => {
  const long = 'x'.repeat(1_000_000)
  const filler = Array.from({ length: 20_000 }, (_, i) => `u${i},u${i}@example.com`)
  const text = [
    'username,email',
    'a,"never closed',
    ...filler,
    `${long},x`,
    `"${long}`,
    'last,last@example.com',
  ].join('\n')
  const rows = await readAll(Buffer.from(text), 4096)
  assert.deepEqual(
    rows.filter((row) => 'problem' in row).map((row) => row.line),
    [2, 20_003, 20_004],
  )
  assert.deepEqual(rows.at(-1), {
    line: 20_005,
    text: 'last,last@example.com',
    raw: { username: 'last', email: 'last@example.com' },
  })
  assert.equal(rows.length, 20_004)
})
