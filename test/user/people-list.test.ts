import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readPerson } from '../../src/account/account.schema.ts'
import { readRow } from '../../src/account/import.schema.ts'
import { emailKey } from '../../src/user/email-address.ts'
import type { PeopleQuery } from '../../src/user/people-search.store.ts'
import { nameKey, readPeopleSearch } from '../../src/user/people-search.ts'
import { type User, usernameKey } from '../../src/user/user.ts'
import { startService, type TestService, testOperator } from '../support/service.ts'

let service: TestService
let people: User[]
before(async () => {
  service = await startService()
  const rows: [username: string, email: string, first: string, last: string][] = [
    ['ada', 'countess@example.com', 'Ada', 'Lovelace'],
    ['ADAM', 'adam@example.com', 'Adam', 'Åberg'],
    ['lovelace_a', 'A.Lovelace@Example.com', 'Augusta', 'King'],
    ['aage', 'aage@example.com', 'Aage', 'Zachariae'],
    ['zoë', 'zoe@bücher.example', 'Zoë', 'Ångström'],
    ['odysseus', 'o@example.com', 'Οδυσσεύς', "O'Hara"],
    ['οδυσσεύς', 'o2@example.com', '', ''],
    ['山田', 'y@example.com', '太郎', '山田'],
    ['maria', 'm@example.com', 'Maria José', 'García Márquez'],
    ['a_b', 'a_b@example.com', '100%', 'a\\b'],
    ['emoji', 'e@example.com', '😀 Smile', '\u{10ffff}'],
    ['a', 'a@example.com', 'A', 'A'],
  ]
  people = []
  for (const [username, email, first_name, last_name] of rows) {
    const read = readPerson({ username, email, first_name, last_name }, service.services.choices)
    assert.ok('person' in read, JSON.stringify(read))
    people.push(await service.services.accounts.create(read.person, null, testOperator))
  }
})
after(() => service?.stop())

const list = (query: Partial<PeopleQuery> = {}) =>
  service.services.peopleSearch.list({ afterId: '', limit: 100, ...query })
const search = (text: string, query: Partial<PeopleQuery> = {}) =>
  list({ search: readPeopleSearch(text), ...query })
const names = (found: readonly User[]) => found.map(({ username }) => username)

/** What the search should find, found by looking at everybody. */
function expected(text: string): string[] {
  const words = text.split(/\s+/u)
  const isStart = (prefix: string, key: string) => key.startsWith(prefix)
  const matches = ({ username, email, firstName, lastName }: User) => {
    const [first, last] = [nameKey(firstName), nameKey(lastName)]
    const splits = words.slice(1).map((_, i) => [words.slice(0, i + 1), words.slice(i + 1)] as const)
    return (
      [first, last].some((key) => isStart(nameKey(text), key)) ||
      isStart(usernameKey(text), usernameKey(username)) ||
      isStart(text.toLowerCase(), emailKey(email)) ||
      splits.some(([one, other]) => {
        const [a, b] = [nameKey(one.join(' ')), nameKey(other.join(' '))]
        return (isStart(a, first) && isStart(b, last)) || (isStart(a, last) && isStart(b, first))
      })
    )
  }
  return names(people.filter(matches))
}

const texts =
  "a A aa ada ADA adam lovel lovelace a.lovelace a.lovelace@ zoe zoë ång angstrom οδυσσευς 山 太 maria|maria jose|jose|maria garcia|garcía maria|maria josé garcía márquez|ada lov|lov ada|ada|a a|100%|100|%|_|a_b|a\\b|\\|😀|\u{10ffff}|o'h|zzz|z|Z"
for (const text of new Set(texts.split('|').flatMap((one, i) => (i === 0 ? one.split(' ') : [one])))) {
  test(`a search for "${text}" finds everybody whose name or address begins with it, and nobody else`, async () => {
    assert.deepEqual(names(await search(text)), expected(text))
  })
}

test('a sigma in the middle of a user name is found, though it is another letter at the end of a word', async () => {
  assert.deepEqual(names(await search('ΟΔΥΣ')), ['odysseus', 'οδυσσεύς'])
})

test('parts of a list, each after the last person of the one before, make the whole list', async () => {
  for (const query of [{}, { search: readPeopleSearch('a') }]) {
    const whole = await list(query)
    assert.ok(whole.length > 4)
    for (const limit of [1, 2, 5]) {
      const parts: User[] = []
      for (;;) {
        const part = await list({ ...query, limit, afterId: parts.at(-1)?.id ?? '' })
        if (part.length === 0) break
        assert.ok(part.length <= limit)
        parts.push(...part)
      }
      assert.deepEqual(names(parts), names(whole))
    }
  }
})

test('a list of disabled people has no others, in a search too', async () => {
  const adam = people.find(({ username }) => username === 'ADAM')!
  await service.services.accounts.disable(adam, testOperator)
  assert.deepEqual(names(await list({ isDisabled: true })), ['ADAM'])
  assert.deepEqual(names(await search('ad', { isDisabled: true })), ['ADAM'])
  assert.deepEqual(names(await search('adam@', { isDisabled: true })), ['ADAM'])
  assert.deepEqual(await search('zo', { isDisabled: true }), [])
  await service.services.accounts.enable(adam, testOperator)
})

test('a changed name is found, and the former one is not; a former address is not either', async () => {
  const person = await service.person({ fields: { first_name: 'Former' } })
  const body = new URLSearchParams({ email: person.email, first_name: 'Present' })
  const answer = await fetch(`${service.base}/user/update/profile/`, {
    method: 'POST',
    headers: person.headers,
    body,
  })
  assert.equal(answer.status, 200)
  assert.deepEqual(names(await search('present')), [person.username])
  assert.deepEqual(await search('former'), [])
  const { db, operatorMove } = service.services
  const user = (await search('present'))[0]!
  await db.write((tx) => operatorMove.make(tx, user, 'elsewhere@example.net', false, testOperator))
  assert.deepEqual(names(await search('elsewhere@')), [person.username])
  assert.deepEqual(await search(person.email), [])
})

test('people of an unfinished import are not found', async () => {
  const { db, imports, choices } = service.services
  const started = await imports.begin(
    { strict: true, forExisting: 'refuse', applicationId: null },
    testOperator,
  )
  const raw = { username: 'imported', email: 'imported@example.com' }
  const options = { choices, trustVerified: false, clearEmpty: false, updatePasswords: false }
  assert.deepEqual(await started.run([readRow(raw, options)]), ['created'])
  assert.deepEqual(await search('imported'), [])
  assert.equal((await db.read.selectFrom('imports').selectAll().execute()).length, 1)
  await started.finish()
  assert.deepEqual(names(await search('imported')), ['imported'])
})

test('names that an earlier version stored without keys are found once upkeep or a search has added them', async () => {
  const { db, peopleSearch } = service.services
  const forget = (username: string) =>
    db.write((tx) =>
      tx
        .updateTable('users')
        .set({ first_name_key: null, last_name_key: null })
        .where('username', '=', username)
        .execute(),
    )
  await forget('maria')
  assert.deepEqual(await search('garcia'), [])
  assert.equal(await peopleSearch.fill(), 1)
  assert.equal(await peopleSearch.fill(), 0)
  assert.deepEqual(names(await search('garcia')), ['maria'])
  for (const { username } of people) await forget(username)
  assert.equal(await peopleSearch.prepare(0), false)
  assert.equal(await peopleSearch.prepare(1000), true)
  assert.deepEqual(names(await search('ångström')), ['zoë'])
})
