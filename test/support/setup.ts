import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { SettingName } from '../../src/config/settings.ts'

/**
 * The two set-ups of the service: every test of the service runs on both. `npm test` sets `TEST_SETUP` and the
 * addresses of the servers.
 */
export const isScaledOut = process.env.TEST_SETUP === 'scaled-out'

/** The embedded set-up, whichever is tested: tests of the data folder use it, and run once. */
export const embeddedSettings = { DATABASE_URL: '', OBJECTS_URL: '', REDIS_URL: '' } as const

/** A new, empty installation of the tested set-up, in addition to its data folder. */
export interface Installation {
  settings: Partial<Record<SettingName, string>>
  remove(): Promise<void>
}

export function server(name: 'TEST_POSTGRES' | 'TEST_S3' | 'TEST_REDIS' | 'TEST_CEPH'): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: run the tests with npm test`)
  return value
}

/** Creates the databases of the tested set-up. */
export async function newInstallation(): Promise<Installation> {
  return isScaledOut ? newScaledOut() : { settings: {}, async remove() {} }
}

/** An empty PostgreSQL database, a prefix of the bucket and a prefix of Redis. */
export async function newScaledOut(): Promise<Installation> {
  const name = `t${randomBytes(6).toString('hex')}`
  const database = await newDatabase(name)
  return {
    settings: {
      DATABASE_URL: database.url,
      OBJECTS_URL: `s3://user-profile-tests/${name}`,
      REDIS_URL: server('TEST_REDIS'),
      REDIS_PREFIX: `${name}:`,
    },
    remove: database.remove,
  }
}

/** Creates an empty PostgreSQL database on the tests' server, or on another one. */
export async function newDatabase(
  name = `t${randomBytes(6).toString('hex')}`,
  admin = server('TEST_POSTGRES'),
): Promise<{ url: string; remove(): Promise<void> }> {
  await query(admin, `create database ${name}`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => query(admin, `drop database ${name} with (force)`) }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
