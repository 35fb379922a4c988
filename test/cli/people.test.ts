import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Cli, createCli } from '../support/cli.ts'

let cli: Cli
before(async () => {
  cli = await createCli()
})
after(() => cli.remove())

interface Shown {
  id: string
  username: string
  email: string
}
const create = (username: string, email: string, ...args: string[]) =>
  cli.json<Shown>(['user', 'create', '--username', username, '--email', email, ...args])

test('a person is found by user name, id or e-mail address, in any spelling', async () => {
  const { id } = await create('ada', 'ada@bücher.example')
  const names = [
    'ada',
    'ADA',
    id,
    id.toUpperCase(),
    'ada@bücher.example',
    'ADA@xn--bcher-kva.example',
    `id:${id}`,
    'username:ada',
    'email:ada@bücher.example',
  ]
  for (const name of names) assert.equal((await cli.json<Shown>(['user', 'show', name])).id, id, name)
  for (const name of ['id:ada', `username:${id}`, 'email:ada', 'nobody', '', 'x'.repeat(5000)])
    assert.equal((await cli.run(['user', 'show', name])).code, 1, name)
})

test('text that matches two people is refused with both ids, and a prefix picks one', async () => {
  const [byName, byAddress] = [
    await create('grace@example.com', 'one@example.com'),
    await create('grace', 'Grace@example.com'),
  ]
  const { error } = await cli.json<{ error: string }>(['user', 'delete', 'grace@example.com', '--yes'], {
    code: 1,
  })
  assert.match(error, new RegExp(`user name of ${byName.id} and the e-mail address of ${byAddress.id}`))
  for (const [kind, { id }] of [['username', byName] as const, ['email', byAddress] as const])
    assert.equal((await cli.json<Shown>(['user', 'show', `${kind}:grace@example.com`])).id, id)

  const impostor = await create(byName.id, 'impostor@example.com')
  const both = await cli.run(['user', 'disable', byName.id])
  assert.equal(both.code, 1)
  assert.match(both.stderr, new RegExp(`id of ${byName.id} and the user name of ${impostor.id}`))
  await cli.json(['user', 'disable', `id:${byName.id}`])
  const events = await cli.json<{ user_id: string }[]>(['audit', 'list', '--action', 'user.disabled'])
  assert.deepEqual(
    events.map((event) => event.user_id),
    [byName.id],
  )
})

test('text that matches one person twice is not ambiguous', async () => {
  const { id } = await create('eve@example.com', 'eve@example.com')
  assert.equal((await cli.json<Shown>(['user', 'show', 'eve@example.com'])).id, id)
})

test('user update prints the updated person, changes only the given values, and clears a value that is empty', async () => {
  const { id } = await create('update', 'update@example.com', '--first-name', 'Ada', '--currency', 'EUR')
  const set = ['user', 'update', 'update@example.com', '--last-name', 'Byron', '--currency', '']
  const made = await cli.json(set)
  assert.deepEqual(made.changed, ['last_name', 'currencies'])
  const { changed: _, ...shown } = made
  assert.deepEqual(await cli.json(['user', 'show', id]), { ...shown, external_ids: [] })
  assert.deepEqual(
    [shown.first_name, shown.last_name, shown.currency, shown.version],
    ['Ada', 'Byron', '', 2],
  )
  const again = await cli.run(set)
  assert.deepEqual([again.code, again.stderr], [0, 'user-profile: update already has these values\n'])
})

for (const [what, args, code, message] of [
  ['nothing to change', ['update'], 2, /give at least one value/],
  ['an unknown attribute', ['update', '--frist-name', 'Ada'], 2, /Did you mean --first-name/],
  [
    'a bad phone number',
    ['update', '--phone-number', '12'],
    2,
    /^user-profile: phone_number: Phone number must/,
  ],
  ['a taken address', ['update', '--email', 'taken@example.com'], 1, /email: A user with that email already/],
  ['another version', ['update', '--first-name', 'A', '--if-version', '99'], 1, /no longer has version 99/],
  ['nobody', ['nobody', '--first-name', 'A'], 1, /there is no person "nobody"/],
  ['--no-undo without an address', ['update', '--no-undo', '--first-name', 'A'], 2, /requires --email/],
  ['a version that is no number', ['update', '--if-version', '-1', '--first-name', 'A'], 2, /whole number/],
] as const) {
  test(`user update refuses ${what}: exit code ${code}`, async () => {
    if (what === 'a taken address') await create('taken', 'taken@example.com')
    const ran = await cli.run(['user', 'update', ...args])
    assert.equal(ran.code, code, ran.stderr)
    assert.match(ran.stderr, message)
    assert.equal(ran.stdout, '')
  })
}

test('user list has at most 100 people, says how to get more, and goes on after the last one', async () => {
  const crowd = await createCli()
  const rows = Array.from(
    { length: 120 },
    (_, i) => `crowd${i},crowd${i}@example.com,${i < 3 ? 'Few' : 'Many'}`,
  )
  const file = ['username,email,first_name', ...rows].join('\n')
  const path = join(crowd.dataDir, '../people.csv')
  await writeFile(path, file)
  await crowd.json(['user', 'import', path])
  const list = async (...args: string[]) => {
    const ran = await crowd.run(['user', 'list', '--json', ...args])
    assert.equal(ran.code, 0, ran.stderr)
    return { people: JSON.parse(ran.stdout) as Shown[], stderr: ran.stderr, lines: ran.stdout.split('\n') }
  }
  const first = await list()
  assert.equal(first.people.length, 100)
  assert.equal(first.lines.length, 100 + 3, 'a person on each line, and the brackets')
  const last = first.people.at(-1)!.id
  assert.equal(
    first.stderr,
    `user-profile: there are more people; add --after ${last} for the next ones, or --all\n`,
  )
  const rest = await list('--after', last)
  assert.deepEqual([rest.people.length, rest.stderr], [20, ''])
  const all = await list('--all')
  assert.deepEqual([...first.people, ...rest.people], all.people)
  assert.equal(new Set(all.people.map(({ id }) => id)).size, 120)
  const few = await list('--search', 'few', '--limit', '3')
  assert.deepEqual([few.people.length, few.stderr], [3, ''], 'all that there are, and no more')
  assert.deepEqual((await list('--search', 'nobody')).people, [])

  const text = await crowd.run(['user', 'list', '--search', 'MANY', '--all'])
  const lines = text.stdout.trimEnd().split('\n')
  assert.match(lines[0] ?? '', /^ID +USERNAME +EMAIL +ACTIVE +CREATED$/)
  assert.equal(lines.length, 1 + 117)
  await crowd.json(['user', 'disable', 'crowd7'])
  const disabled = await crowd.run(['user', 'list', '--disabled'])
  assert.match(disabled.stdout, /^ID .*\n\S+ +crowd7 .*\n$/)
  await crowd.remove()
})

for (const [what, args] of [
  ['a limit of nothing', ['--limit', '0']],
  ['a limit and everybody', ['--limit', '1', '--all']],
  ['an id that is none', ['--after', 'ada']],
  ['an empty search', ['--search', ' ']],
  ['a search longer than any address', ['--search', 'x'.repeat(255)]],
  ['an operand', ['ada']],
] as const) {
  test(`user list refuses ${what}: exit code 2`, async () => {
    const ran = await cli.run(['user', 'list', ...args])
    assert.deepEqual([ran.code, ran.stdout], [2, ''], ran.stderr)
  })
}
