import { join } from 'node:path'
import {
  install,
  jsonRead,
  jsonUpdate,
  READ,
  type Rival,
  run,
  startServer,
  UPDATE,
  versionOf,
} from './rival.ts'

const PEOPLE = 20_000
const server = join(import.meta.dirname, 'better-auth-server.mjs')

/** better-auth with its bearer plugin, without a cache of sessions in cookies. */
export const betterAuth = (engine: 'SQLite' | 'PostgreSQL'): Rival => ({
  name: `better-auth, ${engine}`,
  async start(folder, database) {
    const modules = await install('better-auth', ['better-auth@1.7.25', 'pg@8.22.0'])
    const store = engine === 'SQLite' ? { FILE: join(folder, 'people.sqlite') } : { DATABASE_URL: database }
    const env = { MODULES: modules, ...store }
    const filling = { ...process.env, ...env, PEOPLE: String(PEOPLE), PORT: '1' }
    const { stdout } = await run(process.execPath, [server], { env: filling, maxBuffer: 1e8 })
    const visitors = stdout
      .trim()
      .split('\n')
      .map((token, n) => ({ token, email: `person${n}@example.com`, tag: '', id: '' }))
    const running = await startServer([process.execPath, server], { cwd: folder, env, path: '/' })
    const origin = { origin: running.origin }
    return {
      ...running,
      version: await versionOf(modules, 'better-auth'),
      visitors,
      requests: {
        [READ]: jsonRead('/api/auth/get-session', origin),
        [UPDATE]: jsonUpdate('POST', '/api/auth/update-user', origin),
      },
    }
  },
})
