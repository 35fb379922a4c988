/**
 * `node test/conformance/kills.ts`: kills the service with SIGKILL at random moments under mixed load, and after each
 * start compares what it says with what its clients were told. Options: `--setup embedded|scaled-out` (default both),
 * `--rounds N` (default 500) on each, `--seed N`, `--parts` (scaled out; in every third round PostgreSQL, Redis or the
 * S3 gateway is killed too), `--clients N`, `--commands N` (kills of command line commands while the service runs;
 * default a fifth of the rounds), `--at-once N` (installations among which the rounds are divided; not with `--parts`),
 * `--minutes N` (ends after the current round then, as SIGINT and SIGTERM do). The last line is `N passed, N failed`,
 * in rounds.
 */
import { parseArgs } from 'node:util'
import { runCommandKills } from '../kill/commands.ts'
import type { Journal } from '../kill/journal.ts'
import { type KillOptions, runKills } from '../kill/run.ts'
import { summaryOf } from '../kill/summary.ts'
import { startServers } from '../support/servers.ts'
import { type Installation, newScaledOut } from '../support/setup.ts'

type Parts = NonNullable<KillOptions['parts']>

const { values } = parseArgs({
  options: {
    setup: { type: 'string' },
    rounds: { type: 'string', default: '500' },
    clients: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    commands: { type: 'string' },
    minutes: { type: 'string' },
    'at-once': { type: 'string', default: '1' },
    parts: { type: 'boolean', default: false },
  },
})
const common = {
  rounds: Number(values.rounds),
  clients: Number(values.clients),
  seed: Number(values.seed),
  report: (line: string) => process.stdout.write(`${line}\n`),
}
let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isStopping = true
  })
}
const startedAt = Date.now()
const minutes = Number(values.minutes ?? 1e6)
const commands = Number(values.commands ?? Math.ceil(common.rounds / 5))
let violations = 0
let rounds = 0

async function runPart(
  name: string,
  options: KillOptions,
  work: (options: KillOptions) => Promise<Journal>,
): Promise<void> {
  if (options.rounds === 0) return
  const beganAt = Date.now()
  const title = `${name}: ${options.rounds} rounds, seed ${options.seed}`
  process.stdout.write(`\n=== ${title}\n`)
  const journal = await work({
    ...options,
    report: (line) => options.report(`seed ${options.seed}: ${line}`),
  })
  const seconds = Math.round((Date.now() - beganAt) / 1000)
  process.stdout.write(`\n${title}; ${journal.round} done in ${seconds} s\n${summaryOf(journal)}`)
  violations += journal.violations.length
  rounds += journal.round
}

async function runSetup(setup: string, newOne: () => Promise<Installation>, parts?: Parts): Promise<void> {
  const shards = Array.from({ length: Number(values['at-once']) }, (_, i) => i)
  const share = Math.ceil(common.rounds / shards.length)
  await Promise.all(
    shards.map(async (i) => {
      const { settings, remove } = await newOne()
      const options = {
        ...common,
        settings: settings as Record<string, string>,
        rounds: share,
        seed: common.seed + i,
        isOver: () => isStopping || Date.now() - startedAt > minutes * 60_000,
        ...(parts && { parts }),
      }
      await runPart(setup, options, runKills)
      if (i === 0) await runPart(`${setup}, commands`, { ...options, rounds: commands }, runCommandKills)
      await remove()
    }),
  )
}

if (values.setup !== 'scaled-out') {
  await runSetup('embedded', async () => ({ settings: {}, async remove() {} }))
}
if (values.setup !== 'embedded') {
  const servers = await startServers()
  Object.assign(process.env, servers.environment)
  try {
    const { postgres, redis, s3 } = servers
    const parts = { PostgreSQL: postgres, Redis: redis, 'the S3 gateway': s3 }
    await runSetup('scaled-out', newScaledOut, values.parts ? parts : undefined)
  } finally {
    await servers.stop()
  }
}
process.stdout.write(`\n${Math.max(0, rounds - violations)} passed, ${violations} failed\n`)
process.exitCode = violations > 0 ? 1 : 0
