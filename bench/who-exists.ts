/**
 * `npm run bench:who-exists`: measures whether response times, or the load afterwards, reveal who has an account.
 * Attempts of all kinds are sent one after another in random order, as a patient bystander would.
 */
import { pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash as argon2 } from '@node-rs/argon2'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { command, startProcess } from '../test/support/process.ts'
import { createClient } from './client.ts'

/** Attempts of each kind, and people of each kind to rotate through. */
const ATTEMPTS = Number(process.env.BENCH_ATTEMPTS ?? 200)
const PEOPLE = 20
/** Milliseconds after a request for a code during which the service is observed. */
const WATCHED = 400

const text = () => randomBytes(12).toString('hex')
const salt = () => randomBytes(8).toString('hex')
const pbkdf2 = (iterations: number) => {
  const own = salt()
  return `pbkdf2_sha256$${iterations}$${own}$${pbkdf2Sync(text(), own, iterations, 32, 'sha256').toString('base64')}`
}
/** The defaults of Django 3.1 and 4.2, of its other hashers, and ours. */
const kinds: Record<string, () => Promise<string>> = {
  'argon2id, ours': () => argon2(text(), { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
  'PBKDF2, 216,000': async () => pbkdf2(216_000),
  'PBKDF2, 600,000': async () => pbkdf2(600_000),
  'bcrypt, 12': async () => `bcrypt$${await bcrypt(text(), 12)}`,
  scrypt: async () => {
    const own = salt()
    return `scrypt$16384$${own}$8$1$${scryptSync(text(), own, 64, { N: 16_384, r: 8, p: 1 }).toString('base64')}`
  },
  'no password': async () => '',
}
const mixes: Record<string, readonly string[]> = {
  'all hashes ours': ['argon2id, ours', 'no password'],
  'some of PBKDF2': ['argon2id, ours', 'PBKDF2, 216,000', 'PBKDF2, 600,000', 'no password'],
  'some of each': Object.keys(kinds),
}

for (const [mix, names] of Object.entries(mixes)) {
  const dataDir = await mkdtemp(join(tmpdir(), 'user-profile-who-'))
  try {
    await measureMix(dataDir, mix, names)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measureMix(dataDir: string, mix: string, names: readonly string[]): Promise<void> {
  const { apikey } = await command<{ apikey: string }>(
    dataDir,
    ...['app', 'create', '--name', 'bench', '--kind', 'web'],
  )
  const lines = ['username,email,password_hash']
  for (const [at, name] of names.entries())
    for (let i = 0; i < PEOPLE; i++)
      lines.push(`p${at}-${i},p${at}-${i}@example.com,"${await kinds[name]!()}"`)
  const file = join(dataDir, 'people.csv')
  await writeFile(file, `${lines.join('\n')}\n`)
  await command(dataDir, 'user', 'import', file)
  const service = await startProcess(dataDir, { LOG_LEVEL: 'error', LIMIT_SCALE: '100000000' })
  const client = createClient(new URL(service.base).origin, 4)
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await client.send({
      method: 'POST',
      path: `/api/v1/user/${path}/`,
      headers: { apikey, 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams(fields)),
    })
    if (answer.status === 0 || answer.status >= 429) throw new Error(`${path}: ${answer.status}`)
    return answer.time
  }
  const signIn = (username: string) => post('login', { username, password: 'a wrong one' })
  try {
    const nameOf = (at: number, i: number) => (at < 0 ? `nobody${i}` : `p${at}-${i % PEOPLE}`)
    const all = [-1, ...names.keys()]
    for (let i = 0; i < 10; i++) await signIn(`warm${i}`)
    const signIns = await mixed(all, (at, i) => signIn(nameOf(at, i)))
    console.log(`sign-ins that are refused, ${mix} (milliseconds)`)
    console.table(rowsOf(signIns, ['unknown name', ...names]))
    if (mix !== 'all hashes ours') return
    const after: number[][] = [[], []]
    const forgot = await mixed([-1, 0], async (at, i) => {
      const time = await post('password/forgot', { email: `${nameOf(at, i)}@example.com` })
      const until = performance.now() + WATCHED
      const seen: number[] = []
      while (performance.now() < until) seen.push(await signIn('nobody'))
      after[at + 1]!.push(seen.reduce((sum, one) => sum + one, 0) / seen.length)
      return time
    })
    console.log('requests for a code (milliseconds)')
    console.table(rowsOf(forgot, ['unknown address', 'known address']))
    console.log(`refused sign-ins in the ${WATCHED} ms after them, their mean (milliseconds)`)
    console.table(rowsOf(after, ['unknown address', 'known address']))
  } finally {
    client.close()
    await service.end('SIGTERM')
  }
}

/** Times of each kind, measured in random order. */
async function mixed(
  all: number[],
  attempt: (at: number, i: number) => Promise<number>,
): Promise<number[][]> {
  const times: number[][] = all.map(() => [])
  for (let i = 0; i < ATTEMPTS; i++) {
    const order = all.map((_, place) => place).toSorted(() => Math.random() - 0.5)
    for (const place of order) times[place]!.push(await attempt(all[place]!, i))
  }
  return times
}

function rowsOf(times: number[][], names: string[]) {
  return names.map((name, at) => {
    const sorted = times[at]!.toSorted((a, b) => a - b)
    const part = (share: number) => Number(sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(1))
    return {
      who: name,
      p5: part(0.05),
      median: part(0.5),
      p95: part(0.95),
      'slower than unknown, %': Math.round(100 * slower(times[at]!, times[0]!)),
    }
  })
}

/**
 * Returns the probability that a time of the first kind is longer than one of the second: a half if they cannot be told
 * apart.
 */
function slower(some: number[], others: number[]): number {
  let longer = 0
  for (const one of some) for (const other of others) longer += one > other ? 1 : one === other ? 0.5 : 0
  return longer / (some.length * others.length)
}
