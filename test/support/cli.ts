import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, readConfig } from '../../src/config/config.ts'
import { fixture } from './fixture.ts'
import { program } from './program.ts'
import { newInstallation } from './setup.ts'

export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

/** The command line on a separate data folder, as an operator runs it. */
export interface Cli {
  dataDir: string
  /** The arguments for starting a command on the installation. */
  environment: Record<string, string | undefined>
  /** The settings of its commands. */
  config: Config
  /** Starts a command without waiting for it. */
  start(args: string[], input?: string): ChildProcess
  run(args: string[], input?: string): Promise<Ran>
  /** Runs with `--json`, requires the exit code, and returns the document that is the whole standard output. */
  json<T = Record<string, unknown>>(args: string[], options?: { code?: number; input?: string }): Promise<T>
  /** Starts the service and waits until it listens. */
  serve(args?: string[]): Promise<Served>
  /** Stops running processes and removes the folder. */
  remove(): Promise<void>
}

export interface Served {
  origin: string
  pid: number
  /** `…/api/v1`. */
  base: string
  /** The standard output so far. */
  output(): string
  /** Sends SIGTERM; returns the exit code. */
  stop(): Promise<number | null>
}

/** Makes an installation of the command line for all tests of a file. */
export function cliFixture(...args: Parameters<typeof createCli>): Promise<Cli> {
  return fixture(
    () => createCli(...args),
    (cli) => cli.remove(),
  )
}

export async function createCli(env: Record<string, string> = {}): Promise<Cli> {
  const root = await mkdtemp(join(tmpdir(), 'user-profile-cli-'))
  const installation = await newInstallation()
  const dataDir = join(root, 'data')
  const children = new Set<ChildProcess>()
  const settings = {
    PORT: '0',
    LIMIT_SCALE: '1000',
    ...installation.settings,
    DATA_DIR: dataDir,
    ...env,
  }
  const environment = { ...awsVariables(), PATH: process.env.PATH, ...settings }
  const start: Cli['start'] = (args, input) => {
    const child = spawn(program, args, {
      env: environment,
      stdio: 'pipe',
    })
    children.add(child)
    child.once('close', () => children.delete(child))
    child.stdin?.on('error', () => {})
    child.stdin?.end(input ?? '')
    return child
  }
  const run: Cli['run'] = async (args, input) => {
    const child = start(args, input)
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, stdout, stderr }
  }
  return {
    dataDir,
    environment,
    config: readConfig(settings),
    start,
    run,
    async json<T>(args: string[], { code = 0, input }: { code?: number; input?: string } = {}) {
      const ran = await run([...args, '--json'], input)
      assert.equal(ran.code, code, `${args.join(' ')}: ${ran.stderr}${ran.stdout}`)
      return JSON.parse(ran.stdout) as T
    },
    async serve(args = []) {
      const child = start(['serve', ...args])
      let output = ''
      const origin = await new Promise<string>((resolve, reject) => {
        child.stdout?.setEncoding('utf8').on('data', (text) => {
          output += text
          const found = /listening at (http:\/\/[^"\s]+)/.exec(output)?.[1]
          if (found) resolve(found)
        })
        child.stderr?.pipe(process.stderr)
        child.once('close', () => reject(new Error(`the service did not start: ${output}`)))
      })
      return {
        origin,
        pid: child.pid ?? 0,
        base: `${origin}/api/v1`,
        output: () => output,
        async stop() {
          child.kill('SIGTERM')
          const [code] = (await once(child, 'close')) as [number | null]
          return code
        },
      }
    },
    async remove() {
      await Promise.all([...children].map((child) => child.kill('SIGKILL') && once(child, 'close')))
      await installation.remove()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** Signs in; returns the status and the tokens. */
export async function signIn(base: string, apikey: string, username: string, password: string) {
  const answer = await fetch(`${base}/user/login/`, {
    method: 'POST',
    headers: { apikey },
    body: new URLSearchParams({ username, password }),
  })
  const body = (await answer.json()) as { access?: string; refresh?: string }
  return { status: answer.status, access: body.access ?? '', refresh: body.refresh ?? '' }
}

/** Returns the status of a call that needs an active session, and does not end it. */
export async function profileStatus(base: string, apikey: string, access: string): Promise<number> {
  const answer = await fetch(`${base}/user/get/profile/`, {
    headers: { apikey, authorization: `Bearer ${access}` },
  })
  await answer.arrayBuffer()
  return answer.status
}

/** The settings for the tests' S3 server. */
function awsVariables(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('AWS_')))
}
