import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { program } from './program.ts'

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Capabilities of root: access to other users' files, and ports below 1024. */
const CAPABILITIES = '-dac_override,-dac_read_search,-net_bind_service'

/**
 * Runs a command without root's capabilities, and waits for the exit. A service that starts is stopped once its output
 * contains `seen`. A process that does neither is killed after half a minute.
 */
export async function startOnce(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ['serve'],
  seen = 'listening',
): Promise<Ended> {
  const child = spawn('setpriv', [`--bounding-set=${CAPABILITIES}`, program, ...args], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
    killSignal: 'SIGKILL',
  })
  let stdout = ''
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  child.stdout.setEncoding('utf8').on('data', (text) => {
    const wasSeen = stdout.includes(seen)
    stdout += text
    // A second signal would end it immediately.
    if (!wasSeen && stdout.includes(seen)) child.kill('SIGTERM')
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}
