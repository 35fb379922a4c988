import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './wait.ts'

const program = '/usr/sbin/nginx'
const shipped = join(import.meta.dirname, '../../deploy/nginx')

/** Why no nginx can be started here, or `false`; as for browsers. */
export const withoutNginx: string | false =
  existsSync(program) || process.env.CI === 'true'
    ? false
    : `${program} is missing: apt-get install nginx-light`

interface Ports {
  /** Where nginx listens, with TLS. */
  port: number
  /** Where the service listens. */
  service: number
}

/**
 * Starts nginx with the shipped configuration; only names, ports and files are adapted to this machine. `prefix` also
 * serves the service below /profile/, and something else on the same host.
 */
export async function startNginx(
  { port, service }: Ports,
  prefix = false,
): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-nginx-'))
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  })
  const host = (await readFile(join(shipped, 'user-profile.conf'), 'utf8'))
    .replace('127.0.0.1:8080', `127.0.0.1:${service}`)
    .replace(/^( +listen) 443/m, `$1 127.0.0.1:${port}`)
    .replace('server_name id.example.com', 'server_name localhost')
    .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
  const below = await readFile(join(shipped, 'user-profile-prefix.conf'), 'utf8')
  const elsewhere = 'location / { return 200 "something else\\n"; }'
  const [before = ''] = host.split('    location / {')
  const server = prefix ? `${before}${elsewhere}\n${below}}\n` : host
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const file = join(folder, 'nginx.conf')
  await writeFile(
    file,
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http { access_log off; ${scratch.join(' ')}
${server}}
`,
  )
  const child = spawn(program, ['-e', `${folder}/error.log`, '-p', folder, '-c', file], { stdio: 'ignore' })
  try {
    await Promise.race([listens(port), once(child, 'exit').then(() => failed(folder))])
  } catch (error) {
    await stop(child, folder)
    throw error
  }
  return { stop: () => stop(child, folder) }
}

const failed = async (folder: string): Promise<never> => {
  throw new Error(`nginx ended: ${await readFile(join(folder, 'error.log'), 'utf8')}`)
}

const listens = (port: number): Promise<true> =>
  eventually(
    () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => resolve(true))
        socket.on('error', () => resolve(false)).on('connect', () => socket.destroy())
      }),
  ) as Promise<true>

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  await rm(folder, { recursive: true, force: true })
}
