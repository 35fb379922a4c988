/** Starts everything for a look: a provider, the User Profile service with an empty database, and the comments. */
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startProvider } from './provider.mjs'
import { startComments } from './server.mjs'

const { PORT = '3000', PROVIDER_PORT = '3001', SERVICE_PORT = '8080' } = process.env
const program = process.env.USER_PROFILE ?? join(import.meta.dirname, '../../bin/user-profile')
const url = `http://localhost:${PORT}`
const profileUrl = `http://127.0.0.1:${SERVICE_PORT}`
const issuer = `http://localhost:${PROVIDER_PORT}`
const audience = 'urn:comments'

/** A client of the provider. */
const client = (id, redirectUri, home) => ({
  client_id: id,
  client_secret: `secret of ${id}`,
  redirect_uris: [redirectUri],
  post_logout_redirect_uris: [home],
})
const comments = client('comments', `${url}/callback`, url)
const page = client('profile-page', `${profileUrl}/session/callback/demo`, `${profileUrl}/`)
const provider = await startProvider({ port: PROVIDER_PORT, clients: [comments, page], audience })

const folder = await mkdtemp(join(tmpdir(), 'comments-'))
const env = {
  ...process.env,
  DATA_DIR: folder,
  PORT: SERVICE_PORT,
  LOG_LEVEL: 'warn',
  RETURN_ORIGINS: url,
  WEBHOOK_NETWORKS: '127.0.0.1,::1', // The comments run on this machine.
  ISSUERS: JSON.stringify([
    {
      id: 'demo',
      name: 'Demo Login',
      issuer,
      audiences: [audience],
      application: 'Comments',
      sign_in: { client_id: page.client_id, client_secret: page.client_secret, replaces_password: true },
    },
  ]),
}
const command = async (...args) =>
  JSON.parse((await promisify(execFile)(program, [...args, '--json'], { env })).stdout)

// What people are called with: together with their token. What the server calls with: its secret.
const { apikey } = await command('app', 'create', '--name', 'Comments', '--kind', 'web')
const server = await command(
  'app',
  'create',
  '--name',
  'Comments server',
  '--kind',
  'server',
  '--scope',
  'cards:read',
)
const events = ['user.updated', 'picture.changed', 'user.disabled', 'user.enabled', 'user.deleted']
const { secret } = await command(
  ...['app', 'webhook', 'add', 'Comments server', '--url', `${url}/webhooks`],
  ...events.flatMap((event) => ['--event', event]),
)

const service = spawn(program, ['serve'], { env, stdio: 'inherit' })
const app = await startComments({
  url,
  profileUrl,
  apikey,
  serverKey: server.apikey,
  webhookSecret: secret,
  issuer,
  clientId: comments.client_id,
  clientSecret: comments.client_secret,
  audience,
})
for (
  const until = Date.now() + 60_000;
  Date.now() < until;
  await new Promise((done) => setTimeout(done, 100))
)
  if ((await fetch(`${profileUrl}/readyz`).catch(() => null))?.ok) break
console.log(`Open ${url} and sign in with any name and any password. Ctrl+C ends the demo.`)

async function end() {
  for (const one of [app, provider]) one.close().closeAllConnections()
  const ended = new Promise((resolve) => service.once('exit', resolve))
  service.kill('SIGTERM')
  await ended
  await rm(folder, { recursive: true, force: true })
}
process.once('SIGINT', end)
process.once('SIGTERM', end)
