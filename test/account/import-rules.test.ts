import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Candidate,
  decideRow,
  decideTogether,
  type ForExisting,
  type Holders,
  type Identity,
  type ReadRow,
  violationFaults,
} from '../../src/account/import.ts'

const unknown: Identity = { id: null, external_id: null, username: null, email: null }
const add = { person: {} } as ReadRow['toAdd']
const change = { change: { fields: { values: {}, faults: {} } } } as ReadRow['toChange']
const row = (identity: Partial<Identity>): ReadRow => ({
  identity: { ...unknown, ...identity },
  toAdd: add,
  toChange: change,
})
const person = (userId: string, more: Partial<Candidate> = {}): Candidate => ({
  userId,
  isFromThisImport: false,
  externalId: null,
  ...more,
})

/** What becomes of the row: a word, or the columns at fault with the problem of each. */
function decide(identity: Partial<Identity>, holders: Partial<Holders>, forExisting: ForExisting): unknown {
  const decision = decideRow(row(identity), { people: {}, reservedFor: null, ...holders }, forExisting)
  if ('add' in decision) return 'add'
  if ('update' in decision) return `update ${decision.userId}`
  if (typeof decision.outcome === 'string') return decision.outcome
  return Object.entries(decision.outcome.faults).map(([column, [fault]]) =>
    fault && 'problem' in fault ? `${column} ${fault.problem}` : `${column} ${fault?.key}`,
  )
}

const full = { id: 'a', external_id: '7', username: 'ada', email: 'ada@x' }
const [A, B] = [person('a'), person('b')]
const own = person('a', { externalId: '7' })
const earlier = person('a', { isFromThisImport: true })

for (const [what, identity, holders, refused, skipped, updated] of [
  ['nobody has its values', full, {}, 'add', 'add', 'add'],
  ['somebody has its id', full, { people: { id: A } }, ['id id_taken'], 'skipped', 'update a'],
  [
    'somebody has its external id',
    { ...full, id: null },
    { people: { external_id: own } },
    ['external_id external_id_taken'],
    'skipped',
    'update a',
  ],
  [
    'somebody has its user name',
    { username: 'ada', email: 'new@x' },
    { people: { username: A } },
    ['username username_taken'],
    'skipped',
    'update a',
  ],
  [
    'somebody has its address',
    { username: 'new', email: 'ada@x' },
    { people: { email: A } },
    ['email email_taken'],
    'skipped',
    'update a',
  ],
  [
    'one person has all its values',
    full,
    { people: { id: own, external_id: own, username: own, email: own } },
    ['id id_taken', 'external_id external_id_taken', 'username username_taken', 'email email_taken'],
    'skipped',
    'update a',
  ],
  [
    'its user name and address are of two people',
    { username: 'ada', email: 'bob@x' },
    { people: { username: A, email: B } },
    ['username username_taken', 'email email_taken'],
    ['email another_person'],
    ['email another_person'],
  ],
  [
    'its id is of another person than all the rest',
    full,
    { people: { id: B, external_id: own, username: own, email: own } },
    ['id id_taken', 'external_id external_id_taken', 'username username_taken', 'email email_taken'],
    ['external_id another_person', 'username another_person', 'email another_person'],
    ['external_id another_person', 'username another_person', 'email another_person'],
  ],
  [
    'its id is new, but somebody has its address',
    { id: 'c', email: 'ada@x' },
    { people: { email: A } },
    ['email email_taken'],
    ['id id_differs'],
    ['id id_differs'],
  ],
  [
    'somebody has its address and another external id',
    { external_id: '8', email: 'ada@x' },
    { people: { email: own } },
    ['email email_taken'],
    ['external_id external_id_differs'],
    ['external_id external_id_differs'],
  ],
  [
    'somebody has its address and no external id yet',
    { external_id: '8', email: 'ada@x' },
    { people: { email: A } },
    ['email email_taken'],
    'skipped',
    'update a',
  ],
  // Else the second of two people who share an address would be lost.
  [
    'an earlier row of the import has its address',
    { username: 'two', email: 'ada@x' },
    { people: { email: earlier } },
    ['email email_taken'],
    ['email email_taken'],
    ['email email_taken'],
  ],
  [
    'its address is reserved for an undo',
    { username: 'new', email: 'old@x' },
    { reservedFor: 'a' },
    ['email email_taken'],
    ['email email_taken'],
    ['email email_taken'],
  ],
] as const) {
  for (const [forExisting, expected] of [
    ['refuse', refused],
    ['skip', skipped],
    ['update', updated],
  ] as const) {
    const result = typeof expected === 'string' ? expected : 'refused'
    test(`where ${what}, an import that is to ${forExisting} existing people has the row be: ${result}`, () => {
      assert.deepEqual(decide(identity, holders, forExisting), expected)
    })
  }
}

test('an invalid row is refused and not skipped, and for an update what counts is its change', () => {
  const faults = { faults: { currency: [{ key: 'invalid_choice' as const }] } }
  const invalid: ReadRow = { ...row({ username: 'ada' }), toAdd: faults }
  const holders = { people: { username: A }, reservedFor: null }
  assert.deepEqual(decideRow(invalid, holders, 'skip'), { outcome: faults })
  assert.ok('update' in decideRow(invalid, holders, 'update'))
  assert.deepEqual(decideRow(invalid, { people: {}, reservedFor: null }, 'update'), { outcome: faults })
  assert.deepEqual(decideRow({ ...invalid, toChange: faults }, holders, 'update'), { outcome: faults })
})

test('rows that share a value or a person wait for each other, in their order', () => {
  const rows = [
    row({ username: 'a', email: '1' }),
    row({ username: 'b', email: '2' }),
    row({ username: 'a', email: '3' }),
    // It shares an address with a row that waits.
    row({ username: 'c', email: '3' }),
    // They are about one person, by different values.
    row({ username: 'd' }),
    row({ email: '4' }),
    row({ email: '5' }),
  ].map((one, index) => ({ row: one, index }))
  const holders: Holders[] = rows.map(() => ({ people: {}, reservedFor: null }))
  holders[4] = { people: { username: A }, reservedFor: null }
  holders[5] = { people: { email: A }, reservedFor: null }
  const { decided, waiting } = decideTogether(rows, holders, 'update')
  assert.deepEqual(
    decided.map(({ index }) => index),
    [0, 1, 4, 6],
  )
  assert.deepEqual(
    waiting.map(({ index }) => index),
    [2, 3, 5],
  )
})

test('rows that are skipped or refused keep nobody waiting', () => {
  const rows = Array.from({ length: 5 }, (_, index) => ({ row: row({ username: 'ada' }), index }))
  const holders: Holders[] = rows.map(() => ({ people: { username: A }, reservedFor: null }))
  for (const forExisting of ['skip', 'refuse'] as const)
    assert.equal(decideTogether(rows, holders, forExisting).waiting.length, 0)
})

/** Names of constraints in PostgreSQL, and of columns in SQLite. */
for (const [target, column] of [
  ['users.username_key', 'username'],
  ['users_username_key_key', 'username'],
  ['email_addresses.email_key', 'email'],
  ['email_addresses_pkey', 'email'],
  ['users.id', 'id'],
  ['users_pkey', 'id'],
  ['external_ids.application_id, external_ids.external_id', 'external_id'],
  ['external_ids.user_id, external_ids.application_id', 'external_id'],
  ['external_ids_pkey', 'external_id'],
  ['external_ids_user', 'external_id'],
] as const) {
  test(`a violation of ${target} is a fault of ${column}`, () => {
    assert.deepEqual(Object.keys(violationFaults(target)), [column])
  })
}
