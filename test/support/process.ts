import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { program } from './program.ts'
import { eventually, freePort } from './wait.ts'

const run = promisify(execFile)

/** An installation: its data folder, or all of its settings. */
export type Place = string | (Record<string, string> & { DATA_DIR: string })

const settingsOf = (place: Place) => (typeof place === 'string' ? { DATA_DIR: place } : place)

/** Runs one command of `bin/user-profile` on the installation and parses its `--json` output. */
export async function command<T>(place: Place, ...args: string[]): Promise<T> {
  const { stdout } = await run(program, [...args, '--json'], {
    env: { ...process.env, ...settingsOf(place) },
  }).catch((error: { message: string; stdout: string }) => {
    throw new Error(`${error.message}\n${error.stdout}`)
  })
  return JSON.parse(stdout) as T
}

/** How a command ended. */
export interface Ended {
  code: number | null
  /** The signal that ended it. */
  signal: string | null
  stdout: string
  stderr: string
}

/** Runs one command, whatever its outcome. Kills it with SIGKILL after `killAfter` milliseconds; 0: never. */
export function runCommand(place: Place, args: readonly string[], killAfter = 0): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...settingsOf(place) }
    const options = { env, maxBuffer: 100_000_000, timeout: killAfter, killSignal: 'SIGKILL' } as const
    execFile(program, args, options, (error, stdout, stderr) => {
      const { code = 0, signal = null } = (error ?? {}) as { code?: number; signal?: string | null }
      resolve({ code, signal, stdout, stderr })
    })
  })
}

/** A service in a separate process. */
export interface ServiceProcess {
  child: ChildProcess
  /** `http://127.0.0.1:PORT/api/v1`. */
  base: string
  /** The last 10,000 characters of its log. */
  output(): string
  /** Sends the signal and waits for the exit. Returns the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/**
 * Starts `bin/user-profile serve` on the installation, at a free port or at `PORT`, and waits until it listens.
 * `killing` kills it with SIGKILL, also during startup. `root` is another checkout whose service is started.
 */
export async function startProcess(
  place: Place,
  env: Record<string, string> = {},
  killing?: AbortSignal,
  root?: string,
): Promise<ServiceProcess> {
  const port = env.PORT === undefined ? await freePort() : Number(env.PORT)
  const child = spawn(root === undefined ? program : join(root, 'bin/user-profile'), ['serve'], {
    env: { ...process.env, LIMIT_SCALE: '1000', ...settingsOf(place), ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(killing && { signal: killing, killSignal: 'SIGKILL' }),
  })
  child.on('error', () => {})
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output = (output + chunk).slice(-10_000)
  })
  let hasEnded = false
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => {
      hasEnded = true
      resolve(code ?? signal)
    })
  })
  const origin = `http://127.0.0.1:${port}`
  // As often as `bench/rivals/rival.ts`, since the bench compares how long products take to start.
  const pause = 5
  await eventually(
    async () => {
      if (hasEnded) throw new Error(`the service ended: ${output}`)
      return fetch(`${origin}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      )
    },
    120_000,
    pause,
  )
  return {
    child,
    base: `${origin}/api/v1`,
    output: () => output,
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}
