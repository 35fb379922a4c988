import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { translate } from '../../src/adapters/database/postgres-errors.ts'
import { settings } from '../../src/config/settings.ts'
import { failures, fieldMessages } from '../../src/errors/error-catalogue.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'

const read = (name: string) => readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

/** Returns the rows of every table in a document, as cells. */
function rows(page: string): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(2, -2).split(/ \| /))
}

const plain = (cell: string | undefined) => (cell ?? '').replaceAll('`', '')

test('docs/errors.md names every error of the catalogue with its status, type, code and text, and no other', async () => {
  const documented = rows(await read('errors.md'))
  const wholes = documented.filter((cells) => cells.length === 5)
  const fields = documented.filter((cells) => cells.length === 3)
  assert.equal(wholes.length + fields.length, documented.length)
  assert.deepEqual(
    Object.fromEntries(
      wholes.map(([key, status, type, code, text]) => [
        plain(key),
        { status: Number(status), type, code: plain(code), text },
      ]),
    ),
    failures,
  )
  const shown = Object.entries(fieldMessages).map(([key, field]) => {
    const more = 'message' in field ? ` In \`error_messages\`: ${field.message}` : ''
    return [key, { code: field.code, text: field.text + more }]
  })
  assert.deepEqual(
    Object.fromEntries(fields.map(([key, code, text]) => [plain(key), { code: plain(code), text }])),
    Object.fromEntries(shown),
  )
})

test('docs/settings.md names every setting with its default, example and meaning, and no other', async () => {
  const documented = rows(await read('settings.md')).map((cells) => cells.map((cell) => cell.trim()))
  const known = Object.entries(settings).map(([name, { default: value, example, help }]) => [
    `\`${name}\``,
    value === '' ? '' : `\`${value}\``,
    `\`${example}\``,
    help,
  ])
  assert.deepEqual(documented, known)
})

// contract: Every request, `error_type`.
const publishedTypes = [
  'Validation Error',
  'Throttled',
  'Authentication failed',
  'Inactive Account',
  'Parse Error',
  'Permission denied',
  'Not Found',
  'Method Not Allowed',
  'Precondition Failed',
  'Payload Too Large',
  'Unsupported Media Type',
  'Server Error',
  'Service Unavailable',
]

/** Only of operations for servers, which no published client calls. */
const serverTypes = ['Conflict', 'Gone', 'Unprocessable Content']

test('every error type is one of the published ones, and every published one is used somewhere', () => {
  const used = new Set<string>(Object.values(failures).map(({ type }) => type))
  assert.deepEqual([...used].sort(), [...publishedTypes, ...serverTypes].sort())
})

test('every entry of the catalogue is used somewhere', async () => {
  const folder = join(import.meta.dirname, '../../src')
  const names = (await readdir(folder, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && name !== 'errors.ts',
  )
  const code = (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
  const unused = [...Object.keys(failures), ...Object.keys(fieldMessages)].filter(
    (key) => !new RegExp(`\\b${key}\\b`).test(code),
  )
  assert.deepEqual(unused, [])
})

/** Source: PostgreSQL, Appendix A, Error Codes. */
for (const [code, name] of [
  ['53100', 'disk_full'],
  ['53200', 'out_of_memory'],
  ['58030', 'io_error'],
  ['XX001', 'data_corrupted'],
  ['57014', 'query_canceled'],
  ['25006', 'read_only_sql_transaction'],
] as const) {
  test(`${name} of PostgreSQL is a 503 and not a defect`, () => {
    const fault = Object.assign(new Error(name), { code })
    assert.ok(translate(fault) instanceof Unavailable)
  })
}
