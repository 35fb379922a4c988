import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../test/support/wait.ts'
import type { Case, Visitor } from '../cases.ts'
import { memoryWhenIdle } from '../memory.ts'

export const run = promisify(execFile)

/** Another product that does the same work. */
export interface Rival {
  name: string
  /**
   * Prepares people and starts it.
   * @param folder an empty folder for its data
   * @param database a new, empty database of a PostgreSQL server with durable commits
   * @throws {Missing} if the machine lacks something
   */
  start(folder: string, database: string): Promise<RunningRival>
}

/** A rival that is ready. */
export interface RunningRival {
  child: ChildProcess
  origin: string
  version: string
  /** Milliseconds from its start to the first response. */
  startTime: number
  /** Memory after the start, in MB. */
  idle: number
  visitors: readonly Visitor[]
  /** Its requests for the work of cases, by their names. */
  requests: Readonly<Record<string, Omit<Case, 'name'>>>
  /** By what it does with a picture: returns a raw request that uploads a JPEG as the picture of somebody. */
  uploads?: Uploads
}

/** Raw requests that upload a JPEG, by what is done with it. */
export type Uploads = Readonly<Record<string, (picture: Buffer) => string>>

/** Something that a rival needs is not on this machine. */
export class Missing extends Error {}

/** Where what is installed or built stays for the next run. */
export const kept = join(import.meta.dirname, '../../node_modules/.cache/user-profile-rivals')

/** The password of every person that a rival creates. */
export const PASSWORD = 'correct horse'

/** Installs packages of npm outside the project. Returns the folder. */
export async function install(name: string, packages: readonly string[]): Promise<string> {
  const folder = join(kept, name)
  await mkdir(folder, { recursive: true })
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder]
  if (!existsSync(join(folder, 'node_modules')))
    await run('npm', [...args, ...packages], { cwd: folder, maxBuffer: 1e8 }).catch((error: Error) => {
      throw new Missing(`npm cannot install ${packages.join(', ')}: ${error.message.split('\n')[0]}`)
    })
  return folder
}

/** Returns the version of an installed package. */
export async function versionOf(modules: string, name: string): Promise<string> {
  const text = await readFile(join(modules, 'node_modules', name, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** Starts a server and waits until it answers at `path` with any status. */
export async function startServer(
  [program, ...args]: readonly [string, ...string[]],
  options: { cwd: string; env: Record<string, string>; path: string; port?: number },
): Promise<Pick<RunningRival, 'child' | 'origin' | 'startTime' | 'idle'>> {
  const { cwd, env, path, port = await freePort() } = options
  const began = performance.now()
  const child = spawn(
    program,
    args.map((arg) => arg.replace('{port}', String(port))),
    {
      cwd,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: 'production',
        ...env,
        PORT: String(port),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const origin = `http://127.0.0.1:${port}`
  while (child.exitCode === null && performance.now() - began < 120_000) {
    const isUp = await fetch(origin + path).then(
      () => true,
      () => false,
    )
    if (isUp) {
      const startTime = performance.now() - began
      return { child, origin, startTime, idle: await memoryWhenIdle(child.pid!) }
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  child.kill('SIGKILL')
  throw new Error(`${program} ${args.join(' ')} does not answer`)
}

/** Sends JSON and returns what was answered. */
export async function call<T>(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== null && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${(await response.text()).slice(0, 300)}`)
  return (await response.json()) as T
}

/** Runs `work` for each number below `count`, some at once, and returns the results in order. */
export async function times<T>(count: number, work: (n: number) => Promise<T>, atOnce = 8): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const one = async () => {
    for (let n = next++; n < count; n = next++) results[n] = await work(n)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return results
}

/** Names of the cases that rivals share, without those of this service alone. */
export const READ = 'get profile'
export const UPDATE = 'update profile, multipart, durable'

/** A request with JSON that changes the first name; `{n}` is an increasing number. */
export const jsonUpdate = (method: Case['method'], path: string, headers: Record<string, string> = {}) => ({
  method,
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body: '{"first_name":"n{n}"}',
  isHeld: false,
})

export const jsonRead = (path: string, headers: Record<string, string> = {}) =>
  ({ method: 'GET', path, headers, body: '', isHeld: false }) as const
