import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const program = join(import.meta.dirname, '../../bin/user-profile')
const run = promisify(execFile)

/** Runs one command of `bin/user-profile` on the data folder and reads its `--json` answer. */
export async function command<T>(dataDir: string, ...args: string[]): Promise<T> {
  const { stdout } = await run(program, [...args, '--json'], {
    env: { ...process.env, DATA_DIR: dataDir },
  }).catch((error: { message: string; stdout: string }) => {
    throw new Error(`${error.message}\n${error.stdout}`)
  })
  return JSON.parse(stdout) as T
}

/** A service in a process of its own. */
export interface ServiceProcess {
  child: ChildProcess
  /** `http://127.0.0.1:PORT/api/v1`. */
  base: string
  /** Sends the signal and waits for the end. Answers the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/** Starts `bin/user-profile serve` on the data folder and waits until it listens. */
export async function startProcess(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<ServiceProcess> {
  const child = spawn(program, ['serve'], {
    env: { ...process.env, PORT: '0', LIMIT_SCALE: '1000', ...env, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
  const origin = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk
      const found = /listening at (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1]
      if (found) resolve(found)
    })
    void ended.then((how) => reject(new Error(`the service ended (${how}): ${output}`)))
  })
  return {
    child,
    base: `${origin}/api/v1`,
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}
