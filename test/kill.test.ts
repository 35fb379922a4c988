import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openStores } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { runCommandKills } from './kill/commands.ts'
import { runKills } from './kill/run.ts'
import { summaryOf } from './kill/summary.ts'
import type { Place } from './support/process.ts'
import { type Installation, newInstallation } from './support/setup.ts'

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

test('after kill -9 under mixed load every acknowledged change is there, and no orphan stays', async (t) => {
  const journal = await runKills({
    settings: installation.settings as Record<string, string>,
    rounds: KILLS,
    seed: 10,
    clients: CLIENTS,
    longestLoad: 1500,
    report: (line) => t.diagnostic(line),
    atEnd: noOrphans,
  })
  assert.deepEqual(journal.violations, [], summaryOf(journal))
  for (const kind of ['patch, json', 'upload', 'address code', 'refresh, keep', 'sign-in']) {
    assert.ok((journal.counts.get(kind)?.acknowledged ?? 0) > 0, `some were acknowledged: ${kind}`)
  }
})

async function noOrphans(place: Exclude<Place, string>): Promise<void> {
  assert.deepEqual(await readdir(join(place.DATA_DIR, 'tmp')), [])
  const { db, objects } = await openStores(readConfig(place))
  const keys = (await Array.fromAsync(objects.list(''))).map(({ key }) => key.split('/')[0])
  objects.close()
  await db.close()
  assert.ok(new Set(keys).size <= CLIENTS, `files of ${new Set(keys).size} pictures for ${CLIENTS} people`)
}

test('a command that is killed has done all or nothing, and works when it is run again', async (t) => {
  const report = (line: string) => t.diagnostic(line)
  const settings = another.settings as Record<string, string>
  const journal = await runCommandKills({ settings, rounds: COMMAND_KILLS, seed: 10, report })
  assert.deepEqual(journal.violations, [], summaryOf(journal))
})
