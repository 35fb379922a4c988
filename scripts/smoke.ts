/**
 * Starts the service as an operator would and uses it once. `smoke.ts FILE`: on the Node.js binary FILE, from an empty
 * data folder to a sign-in and a clean stop. `smoke.ts`: with `npm start`, then runs the curl line that it prints.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const PASSWORD = 'correct horse battery staple'
/** Timeout for output of the service, in milliseconds. */
const TIMEOUT = 60_000

const dataDir = await mkdtemp(join(tmpdir(), 'user-profile-smoke-'))
const env = { ...process.env, DATA_DIR: dataDir, PORT: '0' }
const [binary] = process.argv.slice(2)
try {
  await (binary === undefined ? useStart() : useBinary(resolve(binary)))
} finally {
  await rm(dataDir, { recursive: true, force: true })
}

async function useBinary(node: string): Promise<void> {
  const command = (...args: string[]) =>
    JSON.parse(execFileSync(node, ['src/main.ts', ...args, '--json'], { env, encoding: 'utf8' })) as Record<
      string,
      string
    >
  const { apikey = '' } = command('app', 'create', '--name', 'smoke', '--kind', 'web')
  command('user', 'create', '--username', 'smoke', '--email', 'smoke@example.com', '--password', PASSWORD)
  const service = spawn(node, ['src/main.ts', 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const origin = await output(service, /listening at (http:\/\/127\.0\.0\.1:\d+)/)
    await expectOk(fetch(`${origin}/healthz`))
    const body = new URLSearchParams({ username: 'smoke', password: PASSWORD })
    await expectOk(fetch(`${origin}/api/v1/user/login/`, { method: 'POST', headers: { apikey }, body }))
  } finally {
    service.kill('SIGTERM')
  }
  const [code] = (await once(service, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`after SIGTERM the service ended with ${code}`)
}

async function useStart(): Promise<void> {
  const service = spawn('npm', ['start'], { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  try {
    const line = await output(service, /^(curl .*)$/m)
    const answer = execFileSync('sh', ['-c', `${line} -s -w '\\n%{http_code}'`], { encoding: 'utf8' })
    if (!answer.endsWith('\n200')) throw new Error(`the printed line returned: ${answer}`)
  } finally {
    // Ends the whole group: npm, its shell and the service.
    if (service.pid !== undefined) process.kill(-service.pid, 'SIGTERM')
  }
  await once(service, 'exit')
}

/** Waits for the pattern in the output and returns its first group. */
function output(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const fail = (reason: string) => reject(new Error(`${reason}: ${text}`))
    const timer = setTimeout(() => fail('no output in time'), TIMEOUT)
    child.once('exit', () => fail('it ended'))
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk
      const found = pattern.exec(text)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      resolve(found)
    })
  })
}

async function expectOk(answer: Promise<Response>): Promise<void> {
  const { status, url } = await answer
  if (status !== 200) throw new Error(`${url} returned ${status}`)
}
