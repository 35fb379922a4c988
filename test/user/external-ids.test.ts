import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { unzipSync } from 'fflate'
import { UniqueViolation } from '../../src/ports/database.ts'
import { readExternalId } from '../../src/user/external-id.ts'
import { type Person, startService, type TestService, testOperator } from '../support/service.ts'

for (const [what, value, read] of [
  ['a text', 'auth0|5f7c8ec7c33c6c004bbafe82', 'auth0|5f7c8ec7c33c6c004bbafe82'],
  ['capital letters', 'AbC', 'AbC'],
  ['letters of any script', 'κλειδί-鍵', 'κλειδί-鍵'],
  ['white space inside', 'a b', 'a b'],
  ['255 characters', '😀'.repeat(255), '😀'.repeat(255)],
  ['a whole number', 42, '42'],
  ['nothing', undefined, null],
  ['null', null, null],
  ['an empty text', '', null],
  ['white space alone', ' \t', null],
  ['256 characters', 'x'.repeat(256), undefined],
  ['white space around it', ' 42', undefined],
  ['a control character', 'a\nb', undefined],
  ['a NUL', 'a\0', undefined],
  // It cannot be seen, and turns the reading direction.
  ['U+202E', 'a\u202eb', undefined],
  ['half a surrogate pair', 'a\ud800', undefined],
  ['a fraction', 4.2, undefined],
  ['a number that is not exact', 2 ** 53, undefined],
  ['a list', ['42'], undefined],
] as const) {
  const result = read === undefined ? 'refused' : JSON.stringify(read)?.slice(0, 40)
  test(`an external id of ${what} is read as ${result}`, () => assert.equal(readExternalId(value), read))
}

let service: TestService
before(async () => {
  service = await startService({}, { isIdle: true })
})
after(() => service?.stop())

const add = ({ id: applicationId }: { id: string }, externalId: string, { id: userId }: Person) =>
  service.services.db.write((tx) =>
    service.services.externalIds.add(tx, [
      { applicationId, externalId, userId, createdAt: service.clock.now() },
    ]),
  )
const idsOf = async ({ id }: Person) =>
  (await service.services.externalIds.ofPerson(id)).map((one) => [one.applicationId, one.externalId])

test('an application has an id once, and a person one id in each application', async () => {
  const [shop, board] = [await service.application('web'), await service.application('web')]
  const [ada, bob] = [await service.person(), await service.person()]
  await add(shop, '7', ada)
  await assert.rejects(add(shop, '7', bob), (error) => error instanceof UniqueViolation)
  await assert.rejects(add(shop, '8', ada), (error) => error instanceof UniqueViolation)
  service.clock.advance(1)
  await add(board, '7', ada)
  await add(shop, '8', bob)
  assert.deepEqual(await idsOf(ada), [
    [shop.id, '7'],
    [board.id, '7'],
  ])
  const { externalIds } = service.services
  assert.deepEqual(
    (await externalIds.find(shop.id, ['7', '8', '9'])).map((one) => one.userId).sort(),
    [ada.id, bob.id].sort(),
  )
  assert.deepEqual([...(await externalIds.ofPeople(board.id, [ada.id, bob.id]))], [[ada.id, '7']])
})

test('of sixteen people who are to get the same id at once one gets it', async () => {
  const shop = await service.application('web')
  const people = await Promise.all(Array.from({ length: 16 }, () => service.person()))
  const results = await Promise.allSettled(people.map((person) => add(shop, 'one', person)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('external ids go with their person, and those of a revoked application in upkeep', async () => {
  const [shop, board] = [await service.application('web'), await service.application('web')]
  const [ada, bob] = [await service.person(), await service.person()]
  for (const [i, person] of [ada, bob].entries()) {
    await add(shop, `${i}`, person)
    await add(board, `${i}`, person)
  }
  const { accounts, applications, externalIds, users } = service.services
  await accounts.remove((await users.byId(ada.id))!, testOperator)
  assert.deepEqual(await idsOf(ada), [])
  assert.equal(await externalIds.purge(), 0)
  await applications.revoke(shop.id, testOperator)
  assert.equal(await externalIds.purge(), 1)
  assert.deepEqual(await idsOf(bob), [[board.id, '1']])
})

test('the copy of all data tells what applications call the person', async () => {
  const shop = await service.application('web')
  const ada = await service.person()
  await add(shop, 'ada-7', ada)
  const answer = await fetch(`${service.base}/user/export/`, { headers: ada.headers })
  assert.equal(answer.status, 200)
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  const profile = JSON.parse(Buffer.from(files['profile.json']!).toString())
  const [only] = profile.external_ids
  assert.equal(profile.external_ids.length, 1)
  assert.match(only.application, /^app-/)
  assert.deepEqual(
    [only.external_id, Object.keys(only)],
    ['ada-7', ['application', 'external_id', 'created_at']],
  )
})
