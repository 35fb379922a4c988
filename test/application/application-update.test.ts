import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Application,
  type ApplicationPlan,
  type ApplicationUpdate,
  planApplication,
} from '../../src/application/application.ts'

const [A, B, C] = ['https://a.example', 'https://b.example', 'https://c.example']
const spa: Application = {
  id: 'id',
  name: 'Board',
  kind: 'spa',
  origins: [A, B],
  refreshPolicy: 'rotate',
  scopes: [],
  createdAt: 0,
  revokedAt: null,
}
const web: Application = { ...spa, kind: 'web', origins: [], refreshPolicy: 'keep' }

const rows: [string, Application, ApplicationUpdate, ApplicationPlan][] = [
  ['nothing', spa, {}, { change: {} }],
  ['what it already has', spa, { name: 'Board', origins: [A, B], addedOrigins: [B] }, { change: {} }],
  ['a name', spa, { name: 'Other' }, { change: { name: 'Other' } }],
  ['a refresh policy', spa, { refreshPolicy: 'keep' }, { change: { refreshPolicy: 'keep' } }],
  ['all origins', spa, { origins: [C] }, { change: { origins: [C] } }],
  ['an origin twice', spa, { origins: [C, C] }, { change: { origins: [C] } }],
  ['no origins', spa, { origins: [] }, { change: { origins: [] } }],
  ['one more origin', spa, { addedOrigins: [C] }, { change: { origins: [A, B, C] } }],
  ['one less origin', spa, { removedOrigins: [A] }, { change: { origins: [B] } }],
  ['one for another', spa, { addedOrigins: [C], removedOrigins: [A] }, { change: { origins: [B, C] } }],
  ['an origin that it does not have', spa, { removedOrigins: [C] }, { fault: 'unknown_origin', origin: C }],
  ['another kind', spa, { kind: 'web' }, { change: { kind: 'web', origins: [] } }],
  [
    'a kind with an origin',
    web,
    { kind: 'spa', addedOrigins: [A] },
    { change: { kind: 'spa', origins: [A] } },
  ],
  ['an origin for a server', web, { addedOrigins: [A] }, { fault: 'origins_without_browser' }],
  ['origins for a server', web, { origins: [A] }, { fault: 'origins_without_browser' }],
  ['no origins for a server', web, { origins: [] }, { change: {} }],
  [
    'an origin with the kind that loses them',
    spa,
    { kind: 'mobile', origins: [C] },
    { fault: 'origins_without_browser' },
  ],
]
for (const [what, application, update, plan] of rows) {
  test(`an operator changes an application: ${what}`, () => {
    assert.deepEqual(planApplication(application, update), plan)
  })
}
