import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, startProcess } from '../test/support/process.ts'
import type { Load, Outcome } from './load.ts'

const PASSWORD = 'correct horse battery'

/** Starts a service with one person. `requests` are raw, for `put`. */
export async function startOnePerson() {
  const dataDir = await mkdtemp(join(tmpdir(), 'user-profile-bench-'))
  const application = ['app', 'create', '--name', 'bench', '--kind', 'web']
  const { apikey } = await command<{ apikey: string }>(dataDir, ...application)
  // Sign-ins are those of another person, since each ends an older session.
  for (const name of ['bench', 'other']) {
    const person = ['--username', name, '--email', `${name}@example.com`, '--password', PASSWORD]
    await command(dataDir, 'user', 'create', ...person)
  }
  const settings = { LOG_LEVEL: 'error', LIMIT_SCALE: '100000000', PICTURES_PER_DAY: '100000' }
  const service = await startProcess(dataDir, settings)
  const { origin, port } = new URL(service.base)
  return {
    origin,
    port: Number(port),
    requests: await listRequests(service.base, apikey),
    async stop(): Promise<void> {
      await service.end('SIGTERM')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function listRequests(base: string, apikey: string) {
  const login = await fetch(`${base}/user/login/`, {
    method: 'POST',
    headers: { apikey },
    body: new URLSearchParams({ username: 'bench', password: PASSWORD }),
  })
  const { access } = (await login.json()) as { access: string }
  const key = `apikey: ${apikey}`
  const signedIn = `${key}\r\nauthorization: Bearer ${access}`
  const request = (line: string, headers: string, body = '', type = '') =>
    `${line} HTTP/1.1\r\nhost: bench\r\n${headers}\r\n` +
    (body && `content-type: ${type}\r\ncontent-length: ${body.replace('{n}', '123456789').length}\r\n`) +
    `\r\n${body}`
  const { headers } = await fetch(`${base}/user/get/profile/`, {
    headers: { apikey, authorization: `Bearer ${access}` },
  })
  const read = 'GET /api/v1/user/get/profile/'
  const form = 'application/x-www-form-urlencoded'
  const password = encodeURIComponent(PASSWORD)
  return {
    profile: request(read, signedIn),
    unchanged: request(read, `${signedIn}\r\nif-none-match: ${headers.get('etag')}`),
    update: request('PATCH /api/v1/user/profile/', signedIn, '{"first_name":"n{n}"}', 'application/json'),
    signIn: request('POST /api/v1/user/login/', key, `username=other&password=${password}`, form),
    /** Uploads a JPEG. */
    upload(picture: Buffer): string {
      const part = '--b\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n'
      const body = `${part}${picture.toString('latin1')}\r\n--b--\r\n`
      return request('POST /api/v1/user/profile-image/', signedIn, body, 'multipart/form-data; boundary=b')
    },
  }
}

/** Sends the load to the service from a separate process. */
export async function put(load: Load): Promise<Outcome> {
  const child = fork(join(import.meta.dirname, 'load.ts'))
  child.send(load)
  const [outcome] = (await once(child, 'message')) as [Outcome]
  return outcome
}
