import { join } from 'node:path'
import {
  call,
  install,
  jsonRead,
  jsonUpdate,
  PASSWORD,
  READ,
  type Rival,
  startServer,
  times,
  UPDATE,
  versionOf,
} from './rival.ts'

/** Few, because it hashes the password of each. */
const PEOPLE = 500

/** parse-server on PostgreSQL. */
export const parseServer: Rival = {
  name: 'parse-server, PostgreSQL',
  async start(folder, database) {
    const modules = await install('parse-server', ['parse-server@9.10.0'])
    const env = { MODULES: modules, DATABASE_URL: database, PARSE_SERVER_LOGS_FOLDER: folder }
    const server = join(import.meta.dirname, 'parse-server-server.mjs')
    const running = await startServer([process.execPath, server], { cwd: folder, env, path: '/' })
    const app = { 'x-parse-application-id': 'bench' }
    const visitors = await times(PEOPLE, async (n) => {
      const email = `person${n}@example.com`
      const person = {
        username: `person${n}`,
        password: PASSWORD,
        email,
        first_name: 'Ada',
        last_name: 'Lovelace',
      }
      const made = await call<{ sessionToken: string; objectId: string }>(
        `${running.origin}/parse/users`,
        person,
        app,
      )
      return { token: made.sessionToken, email, tag: '', id: made.objectId }
    })
    const headers = { ...app, 'x-parse-session-token': '{token}' }
    return {
      ...running,
      version: await versionOf(modules, 'parse-server'),
      visitors,
      requests: {
        [READ]: jsonRead('/parse/users/me', headers),
        [UPDATE]: jsonUpdate('PUT', '/parse/users/{id}', headers),
      },
    }
  },
}
