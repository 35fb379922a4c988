import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import pg from 'pg'
import { type Cli, createCli } from './cli.ts'
import { isScaledOut, newScaledOut, server } from './setup.ts'

type Row = Record<string, unknown>

/** The whole content of an installation, read without the service's code. */
export interface Content {
  /** Rows by table, in the same order for all engines. */
  rows: Record<string, Row[]>
  /** SHA-256 by key. */
  files: Record<string, string>
}

/** An installation of one kind, whatever the tested set-up. */
export interface Place {
  cli: Cli
  /** The options of `move` for it. */
  options: string[]
  /** Runs one statement and returns its rows. */
  query(sql: string): Promise<Row[]>
  content(): Promise<Content>
  readFile(key: string): Promise<Buffer>
  writeFile(key: string, bytes: Buffer): Promise<void>
  remove(): Promise<void>
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

type Access = Pick<Place, 'query' | 'readFile' | 'writeFile'>

async function read(place: Access, tables: string[], keys: string[]): Promise<Content> {
  const rows: Content['rows'] = {}
  for (const table of tables.filter((name) => !/^kysely_|^sqlite_/.test(name)).sort()) {
    const found = (await place.query(`SELECT * FROM ${table}`)).map((row) =>
      Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))),
    )
    rows[table] = found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  const files: Content['files'] = {}
  for (const key of keys.sort()) files[key] = sha256(await place.readFile(key))
  return { rows, files }
}

/** The content of a data folder, and functions to change it. */
function folderOf(dataDir: string): Omit<Place, 'cli' | 'options' | 'remove'> {
  const folder = join(dataDir, 'pictures')
  const access: Access = {
    async query(sql) {
      const database = new DatabaseSync(join(dataDir, 'user-profile.sqlite'), { timeout: 5000 })
      try {
        return database.prepare(sql).all()
      } finally {
        database.close()
      }
    },
    readFile: (key) => readFile(join(folder, key)),
    async writeFile(key, bytes) {
      await mkdir(dirname(join(folder, key)), { recursive: true })
      await writeFile(join(folder, key), bytes)
    },
  }
  return {
    ...access,
    async content() {
      const tables = await access.query(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
      const keys = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      const names = tables.map((row) => String(row.name))
      return read(access, names, keys)
    },
  }
}

/** Returns the content of a data folder. */
export const contentOfFolder = (dataDir: string): Promise<Content> => folderOf(dataDir).content()

/** An SQLite file and a folder of pictures. */
export async function embeddedPlace(settings: Record<string, string> = {}): Promise<Place> {
  const cli = await createCli({ DATABASE_URL: '', OBJECTS_URL: '', REDIS_URL: '', ...settings })
  const options = ['--to', cli.dataDir, '--objects', cli.dataDir]
  return { cli, options, ...folderOf(cli.dataDir), remove: cli.remove }
}

/** A PostgreSQL database with a linguistic sort order, and a prefix of a bucket. */
export async function scaledOutPlace(
  settings: Record<string, string> = {},
): Promise<Place & { contentType(key: string): Promise<string | undefined> }> {
  const installation = await newScaledOut()
  const { DATABASE_URL: url = '', OBJECTS_URL: objects = '' } = installation.settings
  const name = new URL(url).pathname.slice(1)
  await query(server('TEST_POSTGRES'), `drop database ${name}`)
  await query(
    server('TEST_POSTGRES'),
    `create database ${name} template template0 locale_provider icu icu_locale 'en-US' locale 'C.UTF-8'`,
  )
  const cli = await createCli({ ...installation.settings, ...settings })
  const s3 = new S3Client({ region: 'us-east-1', forcePathStyle: true })
  const [, , Bucket = '', prefix = ''] = objects.split('/')
  const place: Omit<Place, 'content'> = {
    cli,
    options: ['--to', url, '--objects', objects],
    query: (sql) => query(url, sql),
    async readFile(key) {
      const answer = await s3.send(new GetObjectCommand({ Bucket, Key: `${prefix}/${key}` }))
      return Buffer.from(await answer.Body!.transformToByteArray())
    },
    async writeFile(key, bytes) {
      await s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/${key}`, Body: bytes }))
    },
    async remove() {
      await cli.remove()
      await installation.remove()
      s3.destroy()
    },
  }
  return {
    ...place,
    async contentType(key) {
      return (await s3.send(new GetObjectCommand({ Bucket, Key: `${prefix}/${key}` }))).ContentType
    },
    async content() {
      const tables = await place.query(`select tablename from pg_tables where schemaname = 'public'`)
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${prefix}/` }))
      const keys = Contents.map(({ Key = '' }) => Key.slice(prefix.length + 1))
      return read(
        place,
        tables.map((row) => String(row.tablename)),
        keys,
      )
    },
  }
}

/** Runs one statement on PostgreSQL. */
async function query(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: url,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as never,
    },
  })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** The tested set-up, and the other one. */
export const [here, there] = isScaledOut ? [scaledOutPlace, embeddedPlace] : [embeddedPlace, scaledOutPlace]

/** Returns the content without files that belong to no current picture. */
export function withoutOrphans({ rows, files }: Content): Content {
  const live = new Set(rows.pictures?.filter((row) => row.removed_at === null).map((row) => row.id))
  const kept = Object.entries(files).filter(([key]) => live.has(key.split('/')[0]))
  return { rows, files: Object.fromEntries(kept) }
}
