import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Kysely } from 'kysely'
import { laterIndexNames } from '../src/adapters/database/indexes.ts'
import type { Tables } from '../src/tables/tables.ts'
import { startProcess } from '../test/support/process.ts'
import { type Answer, createClient } from './client.ts'
import type { Filling } from './installation.ts'
import { openTables } from './tables.ts'

/** Requests per second while the tables change, evenly spaced however long the responses take. */
const READS = 100
const UPDATES = 50
const TOKENS = 2000
/** Milliseconds of load before, between and after the steps. */
const CALM = 2000

interface Sample extends Answer {
  kind: 'read' | 'update'
  sentAt: number
}

/**
 * Drops the indexes that migrations add later, and adds them again while a node serves: they are what takes long with many
 * people. The columns and tables that migrations add do not, and a node needs them.
 */
export async function upgradeWhileServing(filling: Filling): Promise<void> {
  const tokens = await filling.tokens(TOKENS)
  const { tables, close } = openTables(filling.place)
  const service = await startProcess(filling.place)
  try {
    await dropLaterIndexes(tables)
    const load = startLoad(new URL(service.base).origin, filling.apikey, tokens)
    const steps: { step: string; from: number; to: number }[] = []
    const from = Date.now()
    await sleep(CALM)
    steps.push({ step: 'before', from, to: from + CALM })
    for (const step of laterIndexNames[filling.engine]) {
      steps.push({ step, ...(await runStep(step, filling.place)) })
      await sleep(CALM)
    }
    report(filling, steps, await load.end())
  } finally {
    await service.end('SIGTERM')
    await close()
  }
}

/** Runs one step in a separate process, like `user-profile migrate`. Returns when it started and ended. */
async function runStep(step: string, place: Record<string, string>): Promise<{ from: number; to: number }> {
  const program = join(import.meta.dirname, 'step.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program, step], {
    env: { ...process.env, ...place },
  })
  return JSON.parse(stdout) as { from: number; to: number }
}

async function dropLaterIndexes(tables: Kysely<Tables>): Promise<void> {
  for (const name of laterIndexNames.postgresql) await tables.schema.dropIndex(name).ifExists().execute()
}

/** Sends reads and updates of uniformly chosen people, at a steady rate. */
function startLoad(origin: string, apikey: string, tokens: readonly string[]) {
  const client = createClient(origin)
  const samples: Sample[] = []
  const running = new Set<Promise<void>>()
  let sent = 0
  const send = (kind: Sample['kind']): void => {
    const authorization = `Bearer ${tokens[sent++ % tokens.length]}`
    const sentAt = Date.now()
    const call =
      kind === 'read'
        ? { path: '/api/v1/user/get/profile/', headers: { apikey, authorization } }
        : {
            method: 'PATCH',
            path: '/api/v1/user/profile/',
            headers: { apikey, authorization, 'content-type': 'application/json' },
            body: JSON.stringify({ first_name: `n${sent}` }),
          }
    const one = client
      .send(call)
      .then((answer) => {
        samples.push({ ...answer, kind, sentAt })
      })
      .finally(() => running.delete(one))
    running.add(one)
  }
  const timers = [setInterval(send, 1000 / READS, 'read'), setInterval(send, 1000 / UPDATES, 'update')]
  return {
    async end(): Promise<Sample[]> {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running)
      client.close()
      return samples
    },
  }
}

function report(
  { engine, people }: Filling,
  steps: readonly { step: string; from: number; to: number }[],
  samples: readonly Sample[],
): void {
  console.log(`${engine}, ${people} people: the tables change while a node serves`)
  const rows = steps.map(({ step, from, to }) => {
    // The requests in progress during the step, and those sent just after it, which may wait for its remaining work.
    const during = samples.filter((s) => s.sentAt < to + CALM / 2 && s.sentAt + s.time > from)
    const slowest = (kind: Sample['kind']) =>
      Math.max(...during.filter((s) => s.kind === kind).map((s) => s.time)).toFixed(0)
    return {
      step,
      'took ms': (to - from).toFixed(0),
      'slowest read ms': slowest('read'),
      'slowest update ms': slowest('update'),
      failed: during.filter((s) => s.status !== 200).length,
    }
  })
  console.table(rows)
}
