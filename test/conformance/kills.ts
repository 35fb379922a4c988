/**
 * `node test/conformance/kills.ts`: kills the service with SIGKILL at random moments under mixed load, and compares
 * after each start what it says with what its clients were told. Options: `--setup embedded|scaled-out` (default both),
 * `--rounds N` (default 500) on each, `--seed N`, `--parts` (scaled out, in every third round PostgreSQL, Redis or the
 * S3 gateway is ended too), `--clients N`. The last line is `N passed, N failed`, in rounds.
 */
import { parseArgs } from 'node:util'
import { runKills } from '../kill/run.ts'
import { summaryOf } from '../kill/summary.ts'
import { startServers } from '../support/servers.ts'
import { newScaledOut } from '../support/setup.ts'

const { values } = parseArgs({
  options: {
    setup: { type: 'string' },
    rounds: { type: 'string', default: '500' },
    clients: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    parts: { type: 'boolean', default: false },
  },
})
const common = {
  rounds: Number(values.rounds),
  clients: Number(values.clients),
  seed: Number(values.seed),
  report: (line: string) => process.stdout.write(`${line}\n`),
}
let violations = 0
let rounds = 0

async function runSetup(setup: string, work: () => Promise<Awaited<ReturnType<typeof runKills>>>) {
  const startedAt = Date.now()
  process.stdout.write(`\n=== ${setup}: ${common.rounds} rounds, seed ${common.seed}\n`)
  const journal = await work()
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  process.stdout.write(`${summaryOf(journal)}${setup}: ${common.rounds} rounds in ${seconds} s\n`)
  violations += journal.violations.length
  rounds += common.rounds
}

if (values.setup !== 'scaled-out') {
  await runSetup('embedded', () => runKills({ ...common, settings: {} }))
}
if (values.setup !== 'embedded') {
  const servers = await startServers()
  Object.assign(process.env, servers.environment)
  try {
    const installation = await newScaledOut()
    const { postgres, redis, s3 } = servers
    const parts = [
      ['PostgreSQL', postgres],
      ['Redis', redis],
      ['the S3 gateway', s3],
    ] as const
    await runSetup('scaled-out', () =>
      runKills({
        ...common,
        settings: installation.settings as Record<string, string>,
        ...(values.parts && { parts }),
      }),
    )
    await installation.remove()
  } finally {
    await servers.stop()
  }
}
process.stdout.write(`\n${Math.max(0, rounds - violations)} passed, ${violations} failed\n`)
process.exitCode = violations > 0 ? 1 : 0
