import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openStores } from '../../src/app/open-stores.ts'
import { readConfig } from '../../src/config/config.ts'
import { eventsOf } from '../../src/feed/feed.ts'
import { runCommandKills } from '../kill/commands.ts'
import { runKills } from '../kill/run.ts'
import { summaryOf } from '../kill/summary.ts'
import type { Place } from '../support/process.ts'
import { type Installation, newInstallation } from '../support/setup.ts'

const KILLS = 20
const CLIENTS = 3
/** One of each command. */
const COMMAND_KILLS = 6

let installation: Installation
let another: Installation
before(async () => {
  installation = await newInstallation()
  another = await newInstallation()
})
after(() => Promise.all([installation.remove(), another.remove()]))

test('after kill -9 under mixed load every acknowledged change is there, and no orphan remains', async (t) => {
  const journal = await runKills({
    settings: installation.settings as Record<string, string>,
    rounds: KILLS,
    seed: 10,
    clients: CLIENTS,
    longestLoad: 1500,
    report: (line) => t.diagnostic(line),
    async atEnd(place) {
      await noOrphans(place)
      await eachChangeWasTold(place)
    },
  })
  assert.deepEqual(journal.violations, [], summaryOf(journal))
  for (const kind of [
    'create with a key',
    'private data with a key',
    'patch, json',
    'upload',
    'address code',
    'refresh, keep',
    'sign-in',
  ]) {
    assert.ok((journal.counts.get(kind)?.acknowledged ?? 0) > 0, `some were acknowledged: ${kind}`)
  }
})

/** Every recorded change of somebody who still exists is in the feed, and nothing else is. */
async function eachChangeWasTold(place: Exclude<Place, string>): Promise<void> {
  const { db, objects } = await openStores(readConfig(place))
  const people = new Set((await db.read.selectFrom('users').select('id').execute()).map(({ id }) => id))
  const recorded = await db.read.selectFrom('audit_events').selectAll().where('count', 'is', null).execute()
  const told = await db.read.selectFrom('feed_events').selectAll().execute()
  const ended = await db.read.selectFrom('sessions').select('id').where('ended_at', 'is not', null).execute()
  objects.close()
  await db.close()
  const expected = recorded.flatMap((row) =>
    eventsOf({
      action: row.action,
      userId: row.user_id,
      fields: row.fields === null ? [] : (JSON.parse(row.fields) as string[]),
      applicationId: row.application_id,
      sessionId: row.session_id,
      createdAt: row.created_at,
    }),
  )
  const lines = (events: { type: string; userId: string; createdAt: number }[]) =>
    events
      // Sessions that end together are one action.
      .filter(({ type, userId }) => people.has(userId) && type !== 'session.revoked')
      .map(({ type, userId, createdAt }) => `${createdAt} ${type} ${userId}`)
      .sort()
  const found = told.map((row) => ({ type: row.type, userId: row.user_id, createdAt: row.created_at }))
  assert.ok(found.length > 10)
  assert.deepEqual(lines(found), lines(expected))
  const revoked = told.filter(({ type, user_id }) => type === 'session.revoked' && people.has(user_id))
  assert.ok(ended.length > 0)
  assert.deepEqual(revoked.map(({ session_id }) => session_id).sort(), ended.map(({ id }) => id).sort())
}

async function noOrphans(place: Exclude<Place, string>): Promise<void> {
  assert.deepEqual(await readdir(join(place.DATA_DIR, 'tmp')), [])
  const { db, objects } = await openStores(readConfig(place))
  const stored = (await Array.fromAsync(objects.list(''))).map(({ key }) => key.split('/')[0])
  // Those that were replaced are shown for a day more.
  const shown = await db.read.selectFrom('pictures').select('id').where('removed_at', 'is', null).execute()
  objects.close()
  await db.close()
  const orphans = new Set(stored).difference(new Set(shown.map(({ id }) => id)))
  assert.deepEqual([...orphans], [], 'files of pictures that nobody shows')
}

test('a killed command has done all or nothing, and works when it is run again', async (t) => {
  const report = (line: string) => t.diagnostic(line)
  const settings = another.settings as Record<string, string>
  const journal = await runCommandKills({ settings, rounds: COMMAND_KILLS, seed: 10, report })
  assert.deepEqual(journal.violations, [], summaryOf(journal))
})
