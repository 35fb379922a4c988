import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditActions } from '../../common/audit-actions.ts'
import { endsOf, eventsOf, type FeedType, feedTypeNames } from '../../src/feed/feed.ts'

/** What applications are told of each action that is about people; of the others, nothing. */
const told: Record<string, readonly FeedType[]> = {
  'session.started': ['session.started'],
  'session.ended': ['session.revoked'],
  'session.stolen': ['session.revoked'],
  'session.displaced': ['session.revoked'],
  'profile.updated': ['user.updated'],
  'email.changed': ['email.changed', 'user.updated'],
  'email.verified': ['user.updated'],
  'email.undone': ['email.changed', 'user.updated'],
  'picture.uploaded': ['picture.changed'],
  'picture.cropped': ['picture.changed'],
  'picture.removed': ['picture.changed'],
  'deletion.requested': ['user.deletion_requested'],
  'deletion.cancelled': ['user.deletion_cancelled'],
  'user.created': ['user.created'],
  'user.disabled': ['user.disabled'],
  'user.enabled': ['user.enabled'],
  'user.deleted': ['user.deleted'],
}

const recorded = (action: string, fields: string[] = ['first_name']) => ({
  action,
  userId: '0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11',
  fields,
  applicationId: 'app',
  sessionId: 'session',
  createdAt: 1,
})

for (const action of Object.keys(auditActions)) {
  test(`${action} tells applications ${told[action]?.join(' and ') ?? 'nothing'}`, () => {
    const types = eventsOf(recorded(action)).map(({ type }) => type)
    assert.deepEqual(types, told[action] ?? [])
  })
}

test('every type of the catalogue is told by an action', () => {
  assert.deepEqual(new Set(Object.values(told).flat()), new Set(feedTypeNames))
})

test('an action about nobody tells nothing', () => {
  assert.deepEqual(eventsOf({ ...recorded('profile.updated'), userId: null }), [])
})

test('a change of the address alone does not tell of other attributes', () => {
  const types = eventsOf(recorded('email.changed', ['email', 'email_verified'])).map(({ type }) => type)
  assert.deepEqual(types, ['email.changed'])
})

test('only events of one session name it and its application', () => {
  const named = ['session.started', 'session.ended', 'profile.updated'].map((action) => {
    const [event] = eventsOf(recorded(action))
    return [event?.sessionId, event?.applicationId]
  })
  assert.deepEqual(named, [
    ['session', 'app'],
    ['session', 'app'],
    [null, null],
  ])
})

for (const [count, told] of [
  [0, 0],
  [1, 1],
  [100, 100],
  [101, 101],
  [5000, 101],
] as const)
  test(`${count} sessions that end at once are ${told} events`, () => {
    const sessions = Array.from({ length: count }, (_, i) => ({ id: `session ${i}`, applicationId: 'app' }))
    const events = endsOf('user', sessions, 1)
    assert.equal(events.length, told)
    const named = sessions.slice(0, 100).map(({ id }) => [id, 'app'] as [string | null, string | null])
    assert.deepEqual(
      events.map(({ sessionId, applicationId }) => [sessionId, applicationId]),
      count > 100 ? [...named, [null, null]] : named,
    )
  })
