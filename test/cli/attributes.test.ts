import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { cliFixture } from '../support/cli.ts'

const cli = await cliFixture()
const file = join(cli.dataDir, '..', 'declarations.json')

interface Listed {
  attributes: Record<string, unknown>[]
}
const list = () => cli.json<Listed>(['attribute', 'list'])
const clear = async () => {
  await writeFile(file, '[]')
  await cli.json(['attribute', 'apply', '--yes', file])
}

test('an operator declares, shows, changes and removes an attribute', async () => {
  await cli.json(['app', 'create', '--name', 'Shop', '--kind', 'web'])
  const added = await cli.json([
    ...['attribute', 'add', 'department', '--type', 'choice', '--option', 'sales=Sales', '--option', 'it'],
    ...[
      '--label',
      'Department',
      '--label',
      'de=Abteilung',
      '--section',
      'Work',
      '--order',
      '3',
      '--owner',
      'Shop',
    ],
    ...['--read', 'person', '--read', 'owner', '--write', 'owner', '--searchable', '--claim', 'dept'],
    ...['--default', 'it'],
  ])
  assert.deepEqual(added, {
    name: 'department',
    type: 'choice',
    label: { en: 'Department', de: 'Abteilung' },
    help: {},
    section: { en: 'Work' },
    order: 3,
    owner: 'Shop',
    read: ['person', 'owner'],
    write: ['owner'],
    default: 'it',
    searchable: true,
    claim: 'dept',
    options: [
      { value: 'sales', label: { en: 'Sales' } },
      { value: 'it', label: {} },
    ],
  })
  const changed = await cli.json([
    ...[
      'attribute',
      'change',
      'department',
      '--option',
      'sales',
      '--option',
      'hr=HR',
      '--label',
      'fr=Service',
    ],
    ...['--unset', 'default', '--unset', 'owner', '--read', 'person', '--write', 'person', '--no-searchable'],
  ])
  assert.deepEqual(changed.label, { en: 'Department', de: 'Abteilung', fr: 'Service' })
  assert.deepEqual(changed.options, [
    { value: 'sales', label: { en: 'Sales' } },
    { value: 'hr', label: { en: 'HR' } },
  ])
  assert.deepEqual((changed.changed as string[]).toSorted(), [
    'default',
    'label',
    'options',
    'owner',
    'read',
    'searchable',
    'write',
  ])
  assert.deepEqual((await cli.json(['attribute', 'change', 'department', '--order', '3'])).changed, [])
  const shown = await cli.json<{ versions: { version: number; removed: boolean }[] }>([
    'attribute',
    'show',
    'department',
  ])
  assert.deepEqual(
    shown.versions.map(({ version, removed }) => [version, removed]),
    [
      [2, false],
      [1, false],
    ],
  )
  assert.match((await cli.run(['attribute', 'list'])).stdout, /^department\s+choice\s+Department\s+Work\s+3/m)
  await cli.json(['attribute', 'remove', 'department', '--yes'])
  assert.deepEqual((await list()).attributes, [])
  const { stdout } = await cli.run(['attribute', 'show', 'department'])
  assert.match(stdout, /^department is not declared any more/)
})

/** What is wrong, and what the message names. */
const wrong: [args: string[], code: number, message: RegExp][] = [
  [['add', 'email', '--type', 'text'], 2, /email: name: "email" has another meaning/],
  [['add', 'a', '--type', 'color'], 2, /--type/],
  [['add', 'a', '--type', 'text', '--owner', 'Nobody'], 2, /owner: there is no active application "Nobody"/],
  [['add', 'a', '--type', 'text', '--read', 'everybody'], 2, /--read/],
  [['add', 'known', '--type', 'text'], 1, /"known" is declared already/],
  [['show', 'nothing'], 1, /there is no attribute "nothing"/],
  [['change', 'nothing', '--order', '1'], 1, /there is no attribute "nothing"/],
  [['change', 'known'], 2, /give at least one part/],
  [['change', 'known', '--unset', 'type'], 2, /--unset must be one of/],
  [['change', 'known', '--type', 'integer'], 2, /"known" has another type of values/],
  [['remove', 'nothing', '--yes'], 1, /there is no attribute "nothing"/],
  [['remove', 'known'], 2, /--yes/],
]

test('each mistake in a declaration is named, and changes nothing', async () => {
  await cli.json(['attribute', 'add', 'known', '--type', 'text'])
  const before = await list()
  for (const [args, code, message] of wrong) {
    const ran = await cli.run(['attribute', ...args])
    assert.equal(ran.code, code, args.join(' '))
    assert.match(ran.stderr, message, args.join(' '))
  }
  assert.deepEqual(await list(), before)
  await clear()
})

test('a file declares the wanted set, says what changes, and changes nothing the second time', async () => {
  await cli.json(['attribute', 'add', 'old', '--type', 'text'])
  await cli.json(['attribute', 'add', 'kept', '--type', 'text'])
  const wanted = [
    { name: 'kept', type: 'text', label: 'Kept', max_length: 10 },
    { name: 'fresh', type: 'choices', options: [{ value: 'a' }, { value: 'b', label: { de: 'B' } }] },
  ]
  await writeFile(file, JSON.stringify({ attributes: wanted }))
  const changes = {
    added: ['fresh'],
    changed: [{ name: 'kept', parts: ['label', 'max_length'] }],
    removed: ['old'],
  }
  const dry = await cli.json(['attribute', 'apply', '--dry-run', file])
  assert.deepEqual(dry, { dry_run: true, ...changes })
  const asked = await cli.run(['attribute', 'apply', file])
  assert.equal(asked.code, 2)
  assert.match(asked.stderr, /will be removed: old/)
  assert.deepEqual(
    (await list()).attributes.map(({ name }) => name),
    ['kept', 'old'],
  )
  assert.deepEqual(await cli.json(['attribute', 'apply', '--yes', file]), { dry_run: false, ...changes })
  const nothing = { dry_run: false, added: [], changed: [], removed: [] }
  assert.deepEqual(await cli.json(['attribute', 'apply', file]), nothing)
  // What it lists can be applied as it is, also from standard input.
  const { stdout } = await cli.run(['attribute', 'list', '--json'])
  assert.deepEqual(await cli.json(['attribute', 'apply', '-'], { input: stdout }), nothing)
  const printed = await cli.run(['attribute', 'apply', file])
  assert.equal(printed.stdout, 'nothing to change\n')
  for (const [text, message] of [
    ['{', /is not JSON/],
    ['{"a":1}', /a list of "attributes"/],
    ['[null]', /#1: declaration: /],
    ['[{"name":"x","type":"text","colour":1}]', /x: declaration: .*colour/],
    ['[{"name":"x","type":"text"},{"name":"x","type":"text"}]', /"x" occurs twice/],
    [
      '[{"name":"x","type":"text","claim":"c"},{"name":"y","type":"text","claim":"c"}]',
      /have the same claim/,
    ],
    [
      JSON.stringify(Array.from({ length: 65 }, (_, i) => ({ name: `n${i}`, type: 'text' }))),
      /64 declarations/,
    ],
  ] as const) {
    await writeFile(file, text)
    const ran = await cli.run(['attribute', 'apply', '--yes', file])
    assert.notEqual(ran.code, 0)
    assert.match(ran.stderr, message)
  }
  assert.deepEqual(
    (await list()).attributes.map(({ name }) => name),
    ['fresh', 'kept'],
  )
  await clear()
})

test('eight operators who declare at once each get a version of their own', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `at_once_${index}`)
  await Promise.all(names.map((name) => cli.json(['attribute', 'add', name, '--type', 'text'])))
  assert.deepEqual(
    (await list()).attributes.map(({ name }) => name),
    names,
  )
  const versions = await Promise.all(
    names.map((name) => cli.json<{ versions: { version: number }[] }>(['attribute', 'show', name])),
  )
  assert.equal(new Set(versions.map((one) => one.versions[0]!.version)).size, names.length)
  await clear()
})

const declareAll = async () => {
  await writeFile(
    file,
    JSON.stringify([
      {
        name: 'department',
        type: 'choice',
        options: [{ value: 'sales' }, { value: 'it' }],
        default: 'it',
        searchable: true,
      },
      { name: 'skills', type: 'choices', options: [{ value: 'a,b' }, { value: '=c' }] },
      { name: 'about', type: 'long_text' },
      { name: 'size', type: 'number' },
      { name: 'active_member', type: 'boolean' },
      { name: 'home', type: 'place' },
      { name: 'unseen', type: 'text', read: ['person'], write: ['person'] },
      { name: 'fixed', type: 'text', read: ['operator', 'person'], write: ['person'] },
    ]),
  )
  await cli.json(['attribute', 'apply', '--yes', file])
}

interface Row {
  username: string
  [column: string]: unknown
}

for (const format of ['csv', 'jsonl'] as const)
  test(`people keep their declared attributes through an export and an import as ${format}`, async () => {
    await declareAll()
    const values = {
      department: 'sales',
      skills: ['a,b', '=c'],
      about: 'one\n"two", \'three\'\n=4',
      size: 1.5,
      active_member: false,
      home: { locality: 'Oslo', country: 'NO' },
    }
    const input = [
      { username: `${format}_ada`, email: `${format}_ada@example.com`, ...values },
      { username: `${format}_bea`, email: `${format}_bea@example.com`, department: '', skills: [] },
    ]
    await cli.json(['user', 'import', '--format', 'jsonl', '-'], {
      input: input.map((row) => JSON.stringify(row)).join('\n'),
    })
    const exported = join(cli.dataDir, '..', `people.${format}`)
    await cli.json(['user', 'export', exported])
    const text = await readFile(exported, 'utf8')
    assert.ok(!text.includes('unseen'))
    const unchanged = await cli.json(['user', 'import', '--update', '--clear-empty', exported])
    assert.deepEqual([unchanged.updated, unchanged.refused], [0, 0])
    for (const one of ['ada', 'bea']) await cli.json(['user', 'delete', `username:${format}_${one}`, '--yes'])
    const again = await cli.json(['user', 'import', '--skip-existing', exported])
    assert.deepEqual([again.created, again.refused], [2, 0])
    const show = async (name: string) =>
      (await cli.json<Row>(['user', 'show', `${format}_${name}`])).attributes
    assert.deepEqual(await show('ada'), { ...values, home: { ...values.home, region: '' }, fixed: '' })
    assert.deepEqual(await show('bea'), {
      ...{ about: '', active_member: null, department: 'it', fixed: '', home: null, size: null, skills: [] },
    })
    await clear()
  })

test('an import reports every faulty declared attribute with its row, and updates what the others say', async () => {
  await declareAll()
  const csv = `username,email,department,size,fixed
row1,row1@example.com,hr,x,
row2,row2@example.com,it,2,
row3,row3@example.com,it,,mine
`
  const report = await cli.json<{
    created: number
    refused: number
    errors: { line: number; errors: object }[]
  }>(['user', 'import', '-'], { input: csv, code: 1 })
  assert.deepEqual([report.created, report.refused], [1, 2])
  assert.match(JSON.stringify(report), /"department":\["\\"hr\\" is not a valid choice\."\]/)
  assert.match(JSON.stringify(report), /"size":\["A valid number is required\."\]/)
  assert.match(JSON.stringify(report), /"fixed":\["This field cannot be changed here\."\]/)
  const update = `username,department,size\nrow2,,3\n`
  await cli.json(['user', 'import', '--update', '-'], { input: update })
  const { attributes } = await cli.json<{ attributes: object }>(['user', 'show', 'row2'])
  assert.deepEqual(attributes, {
    ...{ about: '', active_member: null, department: 'it', fixed: '', home: null, size: 3, skills: [] },
  })
  await clear()
})

test('an operator sets declared attributes of a person, and doctor reports values that no longer fit', async () => {
  await declareAll()
  const made = await cli.json<{ attributes: Record<string, unknown> }>([
    ...['user', 'create', '--username', 'eve', '--email', 'eve@example.com'],
    ...['--attribute', 'size=1.5', '--attribute', 'skills=["a,b"]'],
  ])
  assert.deepEqual([made.attributes.size, made.attributes.skills], [1.5, ['a,b']])
  // These names were declared before, so their search waits for the service.
  const early = await cli.run(['user', 'list', '--attribute', 'department=sales'])
  assert.match(early.stderr, /still being prepared/)
  await cli.json(['attribute', 'add', 'team', '--type', 'text', '--searchable'])
  await cli.json(['user', 'update', 'eve', '--attribute', 'team=Red'])
  const named = async (filter: string) =>
    (await cli.json<Row[]>(['user', 'list', '--attribute', filter])).map(({ username }) => username)
  assert.deepEqual([await named('team=red'), await named('team=blue')], [['eve'], []])
  for (const wrong of ['size=1', 'nothing=1', 'team'])
    assert.equal((await cli.run(['user', 'list', '--attribute', wrong])).code, 2)
  const updated = await cli.json<{ attributes: Record<string, unknown>; changed: string[] }>([
    ...[
      'user',
      'update',
      'eve',
      '--attribute',
      'size=3',
      '--attribute',
      'skills=',
      '--attribute',
      'about=x=y',
    ],
  ])
  assert.deepEqual(updated.changed.toSorted(), ['about', 'size', 'skills'])
  assert.deepEqual([updated.attributes.size, updated.attributes.about], [3, 'x=y'])
  for (const [args, message] of [
    [['size=x'], /size: A valid number is required/],
    [['unseen=x'], /there is no attribute "unseen"/],
    [['fixed=x'], /fixed: This field cannot be changed here/],
    [['size'], /--attribute size: give a value/],
  ] as const) {
    const ran = await cli.run(['user', 'update', 'eve', '--attribute', ...args])
    assert.equal(ran.code, 2)
    assert.match(ran.stderr, message)
  }
  const check = async () => {
    const ran = await cli.run(['doctor', '--json'])
    const { checks } = JSON.parse(ran.stdout) as {
      checks: { name: string; state: string; items: string[] }[]
    }
    return checks.find(({ name }) => name === 'attributes')!
  }
  assert.equal((await check()).state, 'ok')
  await cli.json(['attribute', 'change', 'size', '--maximum', '2'])
  const wrong = await check()
  assert.equal(wrong.state, 'wrong')
  assert.match(wrong.items.join(), /size: 2 values do not fit, such as that of [0-9a-f-]{36}/)
  await cli.json(['attribute', 'remove', 'about', '--yes'])
  await cli.json(['attribute', 'change', 'size', '--unset', 'maximum'])
  const kept = await check()
  assert.equal(kept.state, 'ok')
  assert.match(kept.items.join(), /about: not declared any more; \d+ values are kept/)
  await clear()
})
