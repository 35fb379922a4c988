// A server with better-auth (MIT), as its documentation shows it, on SQLite (FILE) or PostgreSQL (DATABASE_URL). With
// PEOPLE it creates people and prints their tokens instead. Passwords are not hashed: signing in is not measured.

import http from 'node:http'
import { createRequire } from 'node:module'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

const require = createRequire(`${process.env.MODULES}/index.js`)
const load = (name) => import(pathToFileURL(require.resolve(name)).href)
const [{ betterAuth }, { bearer }, { toNodeHandler }, { getMigrations }, { default: pg }] = await Promise.all(
  ['better-auth', 'better-auth/plugins', 'better-auth/node', 'better-auth/db/migration', 'pg'].map(load),
)

function openDatabase() {
  if (process.env.DATABASE_URL) return new pg.Pool({ connectionString: process.env.DATABASE_URL })
  const database = new DatabaseSync(process.env.FILE)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  return database
}

const field = { type: 'string', required: false }
const auth = betterAuth({
  database: openDatabase(),
  secret: 'a secret of the benchmark, long enough for anybody',
  baseURL: `http://127.0.0.1:${process.env.PORT}`,
  emailAndPassword: { enabled: true, password: { hash: async (text) => text, verify: async () => true } },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  advanced: { disableCSRFCheck: true },
  plugins: [bearer()],
  user: { additionalFields: { first_name: field, last_name: field, phone_number: field } },
})

if (process.env.PEOPLE) {
  const { runMigrations } = await getMigrations(auth.options)
  await runMigrations()
  for (let n = 0; n < Number(process.env.PEOPLE); n++) {
    const body = { email: `person${n}@example.com`, password: 'correct horse', name: 'Ada Lovelace' }
    const response = await auth.api.signUpEmail({ body, asResponse: true })
    if (!response.ok) throw new Error(await response.text())
    console.log(decodeURIComponent(response.headers.get('set-auth-token')))
  }
  process.exit(0)
}
http.createServer(toNodeHandler(auth)).listen(Number(process.env.PORT), '127.0.0.1')
