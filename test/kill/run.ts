import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { command, type Place, type ServiceProcess, startProcess } from '../support/process.ts'
import type { TestServer } from '../support/servers.ts'
import { type MailCatcher, startCatcher } from '../support/smtp.ts'
import { eventually, freePort } from '../support/wait.ts'
import { accountStrand } from './account-strand.ts'
import { createApi } from './api.ts'
import { type Client, createClient, type Rules, type RunContext, START_PASSWORD } from './client.ts'
import {
  childrenOf,
  createInstallationReader,
  type Finding,
  type InstallationReader,
  isRunning,
} from './ground.ts'
import { createDice, createJournal, type Journal } from './journal.ts'
import { checkAll } from './look.ts'
import { checkMails, findMissingMails } from './mail-checks.ts'
import { createMailbox } from './mailbox.ts'
import { pictureStrand } from './picture-strand.ts'
import { choiceStrand, nameStrand } from './profile-strand.ts'
import { checkServer, createKillServer, type KillServer, serverStrand } from './server-strand.ts'

export interface KillOptions {
  /** Settings of the databases; empty for an embedded installation. */
  settings: Record<string, string>
  rounds: number
  seed: number
  /** Servers, one of which is killed and restarted in every third round. */
  parts?: Readonly<Record<string, TestServer>>
  clients?: number
  /** Called before each round: returns whether to end early, as if all rounds were done. */
  isOver?: () => boolean
  /** Longest load before a kill, in milliseconds. */
  longestLoad?: number
  /** Inspects the installation after everything has ended and leftovers are removed. */
  atEnd?: (place: Exclude<Place, string>) => Promise<void>
  /** Called with violations, and with the status every ten rounds. */
  report: (line: string) => void
}

/** Rounds between two `doctor` runs, in addition to the one at the end. */
const DOCTOR_ROUNDS = 25
/** Maximum number of acknowledged calls before a kill, and the time after the last of them, in milliseconds. */
const CALLS_MAX = 100
const MORE_MAX = 150
/**
 * Default maximum duration of the load before a kill, and maximum lifetime of a process that is killed during startup.
 */
const LOAD_MAX = 10_000
/** How long a dependency is unavailable before the service is killed too. */
const OUTAGE_MAX = 1000
const START_MAX = 800
/** Deadline for the service to sweep leftovers of a kill, in milliseconds. */
const SWEEP_TIME = 60_000

/** The guarantees that are checked today. */
const rules: Rules = { repeatsRefresh: true }

interface Run extends RunContext {
  options: KillOptions
  ground: InstallationReader
  clients: Client[]
  server: KillServer
  catcher: MailCatcher
  port: string
}

/**
 * Repeatedly kills the service under load, and after each start compares what it says with what its clients were told.
 * Everything happens on one installation, so that leftovers of kills accumulate.
 */
export async function runKills(options: KillOptions): Promise<Journal> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-kill-'))
  const run = await prepare(options, join(folder, 'data'))
  let service: ServiceProcess | null = null
  try {
    service = await start(run)
    await checkAround(run)
    for (let round = 1; round <= options.rounds && !options.isOver?.(); round++) {
      run.journal.round = round
      const part = round % 3 === 0 ? pickPart(run) : undefined
      service = part ? await killDependency(run, service, part) : await killService(run, service)
      await checkAround(run)
      if (round % DOCTOR_ROUNDS === 0) await checkFiles(run)
      if (round % 10 === 0) options.report(progressOf(run.journal, options.rounds))
    }
    await finish(run)
    await service.end('SIGTERM')
    service = null
    await checkFiles(run)
    await options.atEnd?.(run.ground.place)
  } finally {
    run.isRunning = false
    await service?.end('SIGKILL')
    await run.catcher.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return run.journal
}

async function prepare(options: KillOptions, dataDir: string): Promise<Run> {
  const place: Exclude<Place, string> = { ...options.settings, DATA_DIR: dataDir }
  const keyOf = async (policy: 'keep' | 'rotate') => {
    const args = ['--name', policy, '--kind', policy === 'keep' ? 'web' : 'mobile', '--refresh', policy]
    return (await command<{ apikey: string }>(place, 'app', 'create', ...args)).apikey
  }
  const journal = createJournal(options.report)
  const catcher = await startCatcher()
  const context: RunContext = {
    api: createApi(journal),
    journal,
    dice: createDice(options.seed),
    mailbox: createMailbox(join(dataDir, 'mail'), catcher),
    keys: { keep: await keyOf('keep'), rotate: await keyOf('rotate') },
    rules,
    isRunning: false,
  }
  const run: Run = Object.assign(context, {
    options,
    ground: createInstallationReader(place),
    clients: [],
    server: createKillServer(context, await registerServer(place)),
    catcher,
    port: String(await freePort()),
  })
  for (let i = 0; i < (options.clients ?? 4); i++) {
    const client = createClient(run, `p${i}`)
    const person = ['--username', client.name, '--email', `${client.name}@start.example.com`]
    await command(place, 'user', 'create', ...person, '--password', START_PASSWORD)
    run.clients.push(client)
  }
  return run
}

async function registerServer(place: Place): Promise<{ applicationId: string; key: string }> {
  const scopes = ['--scope', 'users:write']
  const args = ['--name', 'server', '--kind', 'server', ...scopes]
  const made = await command<{ id: string; apikey: string }>(place, 'app', 'create', ...args)
  return { applicationId: made.id, key: made.apikey }
}

function launch(run: Run, killing?: AbortSignal): Promise<ServiceProcess> {
  // A mail server in some rounds; in the others, the folder that stands in for one.
  const hasServer = run.dice.isBelow(0.4)
  const settings = {
    PORT: run.port,
    LIMIT_SCALE: '100000',
    // A waiting recovered password would outlast the run.
    RECOVERY_DELAY_HOURS: '0',
    PICTURES_PER_DAY: '1000000',
    LOG_LEVEL: 'warn',
    ...(hasServer && { SMTP_URL: run.catcher.url }),
  }
  return startProcess(run.ground.place, settings, killing)
}

async function start(run: Run): Promise<ServiceProcess> {
  const startedAt = Date.now()
  const service = await launch(run)
  run.api.origin = new URL(service.base).origin
  await run.ground.passLeases(startedAt)
  return service
}

/** Starts the load. Returns a function that stops sending and waits for all requests to end. */
function load(run: Run): () => Promise<void> {
  run.isRunning = true
  const strands = run.clients.flatMap((client) =>
    [nameStrand, choiceStrand, pictureStrand, accountStrand].map((strand) => strand(client)),
  )
  strands.push(serverStrand(run.server))
  return async () => {
    await Promise.all(strands)
  }
}

/**
 * Waits until a random number of calls has been acknowledged, and a little longer, so that a slow machine does as much
 * before a kill as a fast one.
 */
async function someLoad({ dice, journal, options }: Run): Promise<void> {
  const enough = acknowledged(journal) + dice.below(CALLS_MAX)
  const deadline = Date.now() + (options.longestLoad ?? LOAD_MAX)
  while (acknowledged(journal) < enough && Date.now() < deadline) await sleep(5)
  await sleep(dice.below(MORE_MAX))
}

const acknowledged = ({ counts }: Journal): number =>
  [...counts.values()].reduce((sum, count) => sum + count.acknowledged, 0)

async function killService(run: Run, service: ServiceProcess): Promise<ServiceProcess> {
  const loadEnded = load(run)
  await someLoad(run)
  await kill(run, service)
  await loadEnded()
  if (run.dice.isBelow(0.1)) await killStart(run)
  return start(run)
}

/** Kills the process and everything it has started. */
async function kill(run: Run, service: ServiceProcess): Promise<void> {
  const children = await childrenOf(service.child.pid ?? 0)
  run.isRunning = false
  await service.end('SIGKILL')
  run.journal.note('kills of the service')
  const isOver = async () => (await Promise.all(children.map(isRunning))).every((runs) => !runs)
  await eventually(isOver, 5000).catch(() => {
    run.journal.violation('service', `its children ${children} keep running after it ended`)
  })
}

/** Kills a process during startup. */
async function killStart(run: Run): Promise<void> {
  const killing = new AbortController()
  const starting = launch(run, killing.signal).then((service) => service.end('SIGKILL'))
  await sleep(run.dice.below(START_MAX))
  killing.abort()
  await starting.catch(() => {})
  run.journal.note('kills during the start')
}

function pickPart({ options, dice }: Run) {
  const parts = Object.entries(options.parts ?? {})
  return parts[dice.below(parts.length)]
}

/** Kills a server under load and restarts it, with or without the service. */
async function killDependency(
  run: Run,
  service: ServiceProcess,
  [name, server]: readonly [string, TestServer],
): Promise<ServiceProcess> {
  const loadEnded = load(run)
  await someLoad(run)
  const stoppedAt = Date.now()
  await server.stop()
  run.journal.note(`kills of ${name}`)
  await sleep(run.dice.below(OUTAGE_MAX))
  const isKilled = run.dice.isBelow(0.5)
  if (isKilled) await kill(run, service)
  run.isRunning = false
  await server.start()
  await loadEnded()
  if (isKilled) return start(run)
  await ready(run)
  await run.ground.passLeases(stoppedAt)
  return service
}

async function ready(run: Run): Promise<void> {
  await eventually(() => fetch(`${run.api.origin}/readyz`).then((answer) => answer.ok), 30_000)
}

async function checkAround(run: Run): Promise<void> {
  await Promise.all(run.clients.map((client) => checkAll(client, run.ground)))
  await checkServer(run.server, run.ground)
  await run.mailbox.collect()
  checkMails(run.clients, run.mailbox)
}

/** Lets everything waiting be sent, and looks for missing mails. */
async function finish(run: Run): Promise<void> {
  await eventually(async () => (await run.ground.jobs()).waiting === 0, 60_000).catch(() => {
    run.journal.violation('outbox', 'jobs wait for more than a minute')
  })
  const { givenUp } = await run.ground.jobs()
  if (givenUp > 0) run.journal.violation('outbox', `${givenUp} jobs were given up`)
  await checkAround(run)
  for (const client of run.clients) findMissingMails(client)
}

/** Checks that there is no row without its file, and no file without a row once the service has had time to sweep. */
async function checkFiles({ ground, journal }: Run): Promise<void> {
  let found: Finding[] = []
  await eventually(async () => {
    found = (await ground.doctor()).map(withoutUnfinished).filter(({ state }) => state !== 'ok')
    return found.length === 0
  }, SWEEP_TIME).catch(() => {})
  for (const { name, detail, items } of found)
    journal.violation('doctor', `${name}: ${detail} ${items.slice(0, 5)}`)
}

/** Partially written files are swept by age, which exceeds the duration of a test. */
function withoutUnfinished(finding: Finding): Finding {
  if (!['picture files', 'temporary files'].includes(finding.name)) return finding
  const items = finding.items.filter((item) => !/~unfinished|\.eml\.tmp$/.test(item))
  return { ...finding, items, state: items.length === 0 ? 'ok' : finding.state }
}

function progressOf(journal: Journal, rounds: number): string {
  const { round, violations } = journal
  return `round ${round} of ${rounds}: ${acknowledged(journal)} calls acknowledged, ${violations.length} violations`
}
