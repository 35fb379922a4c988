import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { type NewPerson, newUserRow, personColumns } from '../../src/account/account.ts'
import { systemRandom } from '../../src/adapters/system.ts'
import { openServices, type Services } from '../../src/app/app.ts'
import { buildApp } from '../../src/app/http-app.ts'
import { openMetrics } from '../../src/app/open-metrics.ts'
import type { ApplicationKind, RefreshPolicy } from '../../src/application/application.ts'
import type { Actor } from '../../src/audit/audit.ts'
import { readConfig } from '../../src/config/config.ts'
import type { SettingName } from '../../src/config/settings.ts'
import { hashPassword } from '../../src/password/password.ts'
import type { Random } from '../../src/ports/random.ts'
import { emailKey } from '../../src/user/email-address.ts'
import { usernameKey } from '../../src/user/user.ts'
import { createTestClock, type TestClock } from './clock.ts'
import { fixture } from './fixture.ts'
import { newInstallation } from './setup.ts'
import { freePort } from './wait.ts'

/** A person of a test with their client's tokens. */
export interface Person {
  id: string
  username: string
  email: string
  password: string
  access: string
  refresh: string
  /** Headers of a signed-in call. */
  headers: Record<string, string>
}

/** A running service of a test: the real application on a real database, listening on a free port. */
export interface TestService {
  services: Services
  clock: TestClock
  dataDir: string
  /** The settings that another process needs for the same installation. */
  place: Record<string, string> & { DATA_DIR: string }
  /** `http://127.0.0.1:PORT`. */
  origin: string
  /** `…/api/v1`. */
  base: string
  /** Key of a web server application. */
  apiKey: string
  /** The log so far, one object per line. */
  logged: Record<string, unknown>[]
  application(
    kind: ApplicationKind,
    options?: { origins?: string[]; refreshPolicy?: RefreshPolicy },
  ): Promise<{ id: string; apiKey: string }>
  person(options?: {
    email?: string
    password?: string
    apiKey?: string
    fields?: Record<string, string>
  }): Promise<Person>
  stop(): Promise<void>
}

type Faults = Pick<NonNullable<Parameters<typeof openServices>[1]>, 'wrap' | 'limits'>

let counter = 0

/** The actor for test setup. */
export const testOperator: Actor = { kind: 'operator', operator: 'tester' }

/** Starts a service for all tests of a file. */
export function serviceFixture(...args: Parameters<typeof startService>): Promise<TestService> {
  return fixture(
    () => startService(...args),
    (service) => service.stop(),
  )
}

/** Starts a service for a test. Limits are scaled up unless the settings say otherwise. */
export async function startService(
  settings: Partial<Record<SettingName, string>> = {},
  {
    pageFolder,
    wrap,
    limits,
    random,
    isIdle = false,
  }: { pageFolder?: string; isIdle?: boolean; random?: Random } & Faults = {},
): Promise<TestService> {
  const dataDir = settings.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'user-profile-test-')))
  const installation = await newInstallation()
  const config = readConfig({
    // Known before anything is created, as in `serve`: tokens, links and the page's application contain the address.
    PORT: String(await freePort()),
    LIMIT_SCALE: '1000',
    LOG_LEVEL: 'info',
    ...installation.settings,
    ...settings,
    DATA_DIR: dataDir,
  })
  const clock = createTestClock()
  const logged: Record<string, unknown>[] = []
  const logger = pino(
    { level: config.logLevel, base: null },
    { write: (line: string) => logged.push(JSON.parse(line)) },
  )
  const measuring = await openMetrics(config, 'alone', logger)
  const services = await openServices(config, {
    clock,
    // Deliberate delays of mails are skipped; tests of them pass `random` in the options.
    random: random ?? { ...systemRandom, between: () => 0 },
    metrics: measuring.metrics,
    ...(wrap && { wrap }),
    ...(limits && { limits }),
  })
  const app = await buildApp(services, logger, undefined, pageFolder).catch(async (error: unknown) => {
    await services.close()
    await measuring.close()
    throw error
  })
  const origin = await app.listen({ port: config.port, host: '127.0.0.1' })
  // Idle: nothing runs unless the test starts it.
  if (!isIdle) services.startWorkers(logger)
  await measuring.start()
  const application: TestService['application'] = async (kind, options = {}) => {
    const made = await services.applications.create(
      { name: `app-${++counter}`, kind, ...options },
      testOperator,
    )
    return { id: made.application.id, apiKey: made.apiKey }
  }
  const { apiKey } = await application('web')
  const base = `${origin}${config.apiBase}`
  return {
    services,
    clock,
    dataDir,
    place: { ...installation.settings, ...settings, DATA_DIR: dataDir },
    origin,
    base,
    apiKey,
    logged,
    application,
    person: (options = {}) => createPerson({ services, clock, base, apiKey }, options),
    async stop() {
      // A browser may hold a connection over which it never asks anything; it would keep the server from closing.
      const cut = setTimeout(() => app.server.closeAllConnections(), 5000)
      await app.close()
      clearTimeout(cut)
      await services.close()
      await measuring.close()
      await installation.remove()
      if (settings.DATA_DIR === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const nobody = {
  ...Object.fromEntries(personColumns.map((column) => [column, ''])),
  active: true,
  delete_at: null,
} as NewPerson

async function createPerson(
  { services, clock, base, apiKey }: Pick<TestService, 'services' | 'clock' | 'base' | 'apiKey'>,
  options: { email?: string; password?: string; apiKey?: string; fields?: Record<string, string> },
): Promise<Person> {
  const number = ++counter
  const username = `person${number}`
  const email = options.email ?? `${username}@example.com`
  const password = options.password ?? 'correct horse battery staple'
  const id = services.random.id()
  const passwordHash = await hashPassword(password)
  const now = clock.now()
  await services.db.write((tx) =>
    services.users.insert(
      tx,
      {
        ...newUserRow(nobody, id, now, null),
        username,
        username_key: usernameKey(username),
        email,
        ...options.fields,
        password_hash: passwordHash,
      },
      emailKey(email),
      now,
    ),
  )
  const key = options.apiKey ?? apiKey
  const answer = await fetch(`${base}/user/login/`, {
    method: 'POST',
    headers: { apikey: key },
    body: new URLSearchParams({ username, password }),
  })
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`)
  const { access, refresh } = (await answer.json()) as { access: string; refresh: string }
  return {
    id,
    username,
    email,
    password,
    access,
    refresh,
    headers: { apikey: key, authorization: `Bearer ${access}` },
  }
}
