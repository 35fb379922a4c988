import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ended, type Place, runCommand, type ServiceProcess, startProcess } from '../support/process.ts'
import { createDice, createJournal, type Dice, type Journal } from './journal.ts'

type Settings = Exclude<Place, string>

export interface CommandKillOptions {
  settings: Record<string, string>
  rounds: number
  seed: number
  isOver?: () => boolean
  report: (line: string) => void
}

interface Bench {
  place: Settings
  /** The folder for targets. */
  folder: string
  service: ServiceProcess
  journal: Journal
  dice: Dice
  /** How long each uninterrupted command takes, in milliseconds. */
  durations: Map<string, number>
  counter: number
}

/** People in one import, and people from the start. */
const PEOPLE = 120

/**
 * Kills command line commands at random moments while the service runs: the result must be the old state or the new
 * one.
 */
export async function runCommandKills(options: CommandKillOptions): Promise<Journal> {
  const root = await mkdtemp(join(tmpdir(), 'user-profile-kill-commands-'))
  const place: Settings = { ...options.settings, DATA_DIR: join(root, 'data') }
  const folder = join(root, 'targets')
  await mkdir(folder)
  const journal = createJournal(options.report)
  const service = await startProcess(place, { LOG_LEVEL: 'warn' })
  const bench: Bench = {
    ...{ place, folder, service, journal },
    ...{ dice: createDice(options.seed), durations: new Map(), counter: 0 },
  }
  try {
    await complete(bench, 'import', ['user', 'import', await people(bench, 'start')])
    for (let round = 1; round <= options.rounds && !options.isOver?.(); round++) {
      journal.round = round
      await rounds[round % rounds.length]!(bench)
    }
    if ((await service.end('SIGTERM')) !== 0) journal.violation('service', 'did not end by itself')
    const doctor = await runCommand(place, ['doctor', '--grace', '0', '--fix', '--json'])
    if (doctor.code !== 0) journal.violation('doctor', doctor.stdout)
  } finally {
    await service.end('SIGKILL')
    await rm(root, { recursive: true, force: true })
  }
  return journal
}

const rounds: readonly ((bench: Bench) => Promise<void>)[] = [
  killImport,
  killExport,
  killBackup,
  killRestore,
  killDelete,
  killRotate,
]

/** Runs the command to its end, which must be a success. */
async function complete(bench: Bench, kind: string, args: string[], place = bench.place): Promise<Ended> {
  const startedAt = Date.now()
  const ended = await runCommand(place, args)
  bench.durations.set(kind, Date.now() - startedAt)
  if (ended.code !== 0)
    bench.journal.violation(kind, `failed after a kill: ${ended.code} ${ended.stderr}${ended.stdout}`)
  return ended
}

/** Runs the command and kills it within the time that it usually takes. Returns whether it finished first. */
async function killed(bench: Bench, kind: string, args: string[], place = bench.place): Promise<Ended> {
  const usual = bench.durations.get(kind) ?? 1500
  const ended = await runCommand(place, args, 1 + bench.dice.below(usual * 1.1))
  const isDone = ended.code === 0 && ended.signal === null
  bench.journal.count(kind, isDone ? 'acknowledged' : 'undecided')
  return ended
}

async function people({ folder }: Bench, prefix: string): Promise<string> {
  const file = join(folder, `${prefix}.jsonl`)
  const lines = Array.from({ length: PEOPLE }, (_, i) =>
    JSON.stringify({ username: `${prefix}-${i}`, email: `${prefix}-${i}@example.com` }),
  )
  await writeFile(file, lines.join('\n'))
  return file
}

/** Returns the names of all visible people. */
async function visible({ place }: Bench): Promise<string[]> {
  const { stdout } = await runCommand(place, ['user', 'export', '--json'])
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { username: string }).username)
}

/** A strict import adds all people or none, and can be run again. Other imports add some at a time. */
async function killImport(bench: Bench): Promise<void> {
  const prefix = `i${++bench.counter}`
  const file = await people(bench, prefix)
  const { code } = await killed(bench, 'import', ['user', 'import', '--json', '--strict', file])
  const count = (await visible(bench)).filter((name) => name.startsWith(`${prefix}-`)).length
  if (count !== 0 && count !== PEOPLE)
    bench.journal.violation('import', `${count} of ${PEOPLE} people are there`)
  if (code === 0 && count === 0) bench.journal.violation('import', 'an acknowledged import is lost')
  if (count === 0) await complete(bench, 'import', ['user', 'import', '--json', '--strict', file])
  const again = (await visible(bench)).filter((name) => name.startsWith(`${prefix}-`)).length
  if (again !== PEOPLE) bench.journal.violation('import', `${again} of ${PEOPLE} people after the next run`)
}

/** The target is the old one or a complete new one. */
async function killExport(bench: Bench): Promise<void> {
  const file = join(bench.folder, 'people.jsonl')
  const before = existsSync(file) ? await readFile(file, 'utf8') : ''
  await killed(bench, 'export', ['user', 'export', file])
  const after = existsSync(file) ? await readFile(file, 'utf8') : ''
  const lines = after.split('\n').filter(Boolean)
  const isWhole = after.endsWith('\n') && lines.length === (await visible(bench)).length
  if (after !== before && !isWhole) bench.journal.violation('export', `${lines.length} lines are there`)
  await complete(bench, 'export', ['user', 'export', file])
  await findLeftovers(bench, 'export')
}

/** The target is the old one or can be restored. */
async function killBackup(bench: Bench): Promise<void> {
  const file = join(bench.folder, 'backup.tar.gz')
  const before = existsSync(file) ? await readFile(file) : Buffer.alloc(0)
  await killed(bench, 'backup', ['backup', file])
  const after = existsSync(file) ? await readFile(file) : Buffer.alloc(0)
  if (!after.equals(before)) await restoreAll(bench, file)
  await complete(bench, 'backup', ['backup', file])
  await findLeftovers(bench, 'backup')
}

/** A separate installation in a folder, for testing backups. */
const elsewhere = (bench: Bench, name: string): Settings =>
  ({ DATA_DIR: join(bench.folder, '..', name), DATABASE_URL: '', OBJECTS_URL: '', REDIS_URL: '' }) as Settings

async function restoreAll(bench: Bench, file: string): Promise<void> {
  const place = elsewhere(bench, `restored-${++bench.counter}`)
  await complete(bench, 'restore', ['restore', file], place)
  const names = await visible({ ...bench, place })
  if (names.length === 0) bench.journal.violation('restore', 'nobody is there after a restore')
  await rm(place.DATA_DIR, { recursive: true, force: true })
}

/** An interrupted restore is run again; until then no command works on a partial one. */
async function killRestore(bench: Bench): Promise<void> {
  const file = join(bench.folder, 'backup.tar.gz')
  if (!existsSync(file)) await complete(bench, 'backup', ['backup', file])
  const place = elsewhere(bench, 'restored')
  const known = existsSync(place.DATA_DIR) ? (await visible({ ...bench, place })).length : 0
  await killed(bench, 'restore', ['restore', '--replace', '--yes', file], place)
  const isUsable = await runCommand(place, ['user', 'list', '--json'])
  const between = isUsable.code === 0 ? (await visible({ ...bench, place })).length : -1
  // A command on an empty folder creates a new installation, as long as nothing was moved.
  if (between === 0 && known > 0) bench.journal.violation('restore', 'what was there is gone')
  await complete(bench, 'restore', ['restore', '--replace', '--yes', file], place)
  if ((await visible({ ...bench, place })).length === 0)
    bench.journal.violation('restore', 'nobody is there after the next run')
  const left = (await readdir(place.DATA_DIR)).filter((name) => /partial|unfinished/.test(name))
  if (left.length > 0) bench.journal.violation('restore', `${left} is left over`)
  for (const name of await readdir(place.DATA_DIR)) {
    if (name.startsWith('before-restore-')) await rm(join(place.DATA_DIR, name), { recursive: true })
  }
}

/** A person and all their data exist, or all of it is gone. */
async function killDelete(bench: Bench): Promise<void> {
  const name = `start-${bench.counter++ % PEOPLE}`
  if (!(await visible(bench)).includes(name)) return
  const { code } = await killed(bench, 'delete', ['user', 'delete', name, '--yes'])
  const isThere = (await visible(bench)).includes(name)
  if (code === 0 && isThere) bench.journal.violation('delete', `${name} was removed and is there`)
  if (isThere) await complete(bench, 'delete', ['user', 'delete', name, '--yes'])
  if ((await visible(bench)).includes(name)) bench.journal.violation('delete', `${name} cannot be removed`)
}

/** A printed key works; whatever happened in the killed run, the next one works. */
async function killRotate(bench: Bench): Promise<void> {
  const name = `app ${++bench.counter}`
  const created = await complete(bench, 'create', [
    'app',
    'create',
    '--name',
    name,
    '--kind',
    'web',
    '--json',
  ])
  const old = keyIn(created)
  const { code, stdout } = await killed(bench, 'rotate', ['app', 'rotate', name, '--yes', '--json'])
  if (code === 0 && !(await isKey(bench, keyIn({ stdout }))))
    bench.journal.violation('rotate', 'the new key is refused')
  if (code === 0 && (await isKey(bench, old))) bench.journal.violation('rotate', 'the old key works')
  const again = keyIn(await complete(bench, 'rotate', ['app', 'rotate', name, '--yes', '--json']))
  if (!(await isKey(bench, again))) bench.journal.violation('rotate', 'the key of the next run is refused')
  if (await isKey(bench, old)) bench.journal.violation('rotate', 'the old key works after the next run')
}

const keyIn = ({ stdout }: Pick<Ended, 'stdout'>): string => {
  try {
    return (JSON.parse(stdout) as { apikey: string }).apikey
  } catch {
    return ''
  }
}

/** Returns whether the service accepts the key, and so refuses only the wrong password. */
async function isKey({ service }: Bench, key: string): Promise<boolean> {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: key },
    body: new URLSearchParams({ username: 'nobody', password: 'of this name' }),
  })
  const { error_codes: codes } = (await answer.json()) as { error_codes: { detail: string } }
  return answer.status === 401 && codes.detail !== 'not_authenticated'
}

/** Returns leftovers of killed runs next to their targets. */
async function findLeftovers({ folder, journal }: Bench, kind: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.includes('.partial'))
  if (left.length === 0) return
  journal.violation(kind, `left next to the target after the next run: ${left}`)
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true })
}
