import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, globSync } from 'node:fs'
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { eventually, freePort } from './wait.ts'

const run = promisify(execFile)

/** Timeout for starting a server, in milliseconds; long because the machine may be busy with other tests. */
const TIMEOUT = 240_000

/** A real server of a test on 127.0.0.1 that can be stopped and restarted with its data. */
export interface TestServer {
  url: string
  /** Kills it, like a crash; its connections break. */
  stop(): Promise<void>
  /** Restarts it on the same port with the same data. */
  start(): Promise<void>
  /** Pauses all of its processes (SIGSTOP): connections stay open without responses. */
  pause(): Promise<void>
  /** Resumes them. */
  resume(): Promise<void>
  /** Stops it permanently and removes its data. */
  remove(): Promise<void>
}

const postgresPrograms = () =>
  globSync('/usr/lib/postgresql/*/bin').sort().at(-1) ?? '/usr/lib/postgresql/bin'

/** Settings for tests: fast, and not durable. */
const postgresSettings = { fsync: 'off', shared_buffers: '64MB', max_connections: '300' }

/** Starts a PostgreSQL from Debian's package. `url` is for a superuser. `changed` are settings of `postgresql.conf`. */
export async function startPostgres(changed: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-postgres-'))
  const data = join(folder, 'data')
  const port = await freePort()
  // The server refuses to run as root.
  const owner = process.getuid?.() === 0 ? await identityOf('postgres') : null
  if (owner) await chown(folder, owner.uid, owner.gid)
  const bin = postgresPrograms()
  const settings = { cwd: folder, ...owner }
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'tester', '-E', 'UTF8', '--no-sync'],
    settings,
  )
  const args = [
    ...['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'],
    ...Object.entries({ ...postgresSettings, ...changed }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]),
  ]
  const isReady = () =>
    run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).then(
      () => true,
      () => false,
    )
  const server = restartable(
    () => spawn(join(bin, 'postgres'), args, { ...settings, stdio: 'ignore' }),
    isReady,
  )
  await server.start()
  return {
    url: `postgres://tester@127.0.0.1:${port}/postgres`,
    // Immediate shutdown: connections break, and the next start recovers from the log.
    stop: () => server.stop('SIGQUIT'),
    start: server.start,
    pause: server.pause,
    resume: server.resume,
    async remove() {
      await server.stop('SIGQUIT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Starts a PgBouncer from Debian's package in transaction mode in front of the database. */
export async function startPgBouncer(database: string, connections = 10): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-pgbouncer-'))
  const port = await freePort()
  const { hostname, port: serverPort, username, pathname } = new URL(database)
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]
* = host=${hostname} port=${serverPort} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 1000
logfile = ${folder}/log
`,
  )
  // The server refuses to run as root.
  const owner = process.getuid?.() === 0 ? await identityOf('postgres') : null
  if (owner) await Promise.all([folder, file].map((path) => chown(path, owner.uid, owner.gid)))
  const url = `postgres://${username}@127.0.0.1:${port}${pathname}`
  const isReady = () =>
    run('pg_isready', ['-h', '127.0.0.1', '-p', String(port)]).then(
      () => true,
      () => false,
    )
  const server = restartable(() => spawn('pgbouncer', [file], { ...owner, stdio: 'ignore' }), isReady)
  await server.start()
  return {
    url,
    stop: () => server.stop('SIGKILL'),
    start: server.start,
    pause: server.pause,
    resume: server.resume,
    async remove() {
      await server.stop('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function identityOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => (await run('id', [flag, user])).stdout),
  )
  return { uid: Number(uid), gid: Number(gid) }
}

/** Starts a Redis from Debian's package, without persistence. */
export async function startRedis(): Promise<TestServer> {
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const isReady = () =>
    run('redis-cli', ['-p', String(port), 'ping']).then(
      ({ stdout }) => stdout.trim() === 'PONG',
      () => false,
    )
  const server = restartable(() => spawn('redis-server', args, { cwd: tmpdir(), stdio: 'ignore' }), isReady)
  await server.start()
  const stop = () => server.stop('SIGKILL')
  const { start, pause, resume } = server
  return { url: `redis://127.0.0.1:${port}`, stop, start, pause, resume, remove: stop }
}

/** The access key and secret of every S3 server in the tests. */
export const s3Credentials = { AWS_ACCESS_KEY_ID: 'AKTEST', AWS_SECRET_ACCESS_KEY: 'SKTEST' }

/** A Ceph cluster with one monitor and one in-memory store. Its gateways speak S3. */
export interface Ceph {
  folder: string
  remove(): Promise<void>
}

/** Starts the cluster and creates the user for the credentials. */
export async function startCeph(): Promise<Ceph> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-ceph-'))
  await Promise.all(['mon', 'osd', 'run', 'log'].map((name) => mkdir(join(folder, name))))
  const configuration = join(folder, 'ceph.conf')
  const keyring = join(folder, 'keyring')
  const port = await freePort(2)
  const fsid = randomUUID()
  await writeFile(configuration, cephConfiguration(folder, fsid, port))
  const key = (name: string, ...capabilities: string[]) =>
    run('ceph-authtool', [
      ...(existsSync(keyring) ? [] : ['--create-keyring']),
      ...[keyring, '--gen-key', '-n', name],
      ...capabilities.flatMap((capability) => ['--cap', ...capability.split('=')]),
    ])
  await key('client.admin', 'mon=allow *', 'osd=allow *', 'mgr=allow *')
  await key('mon.', 'mon=allow *')
  await key('osd.0', 'mon=allow profile osd', 'osd=allow *')
  await key('client.rgw', 'mon=allow rw', 'osd=allow rwx')
  const map = join(folder, 'map')
  const addresses = `[v2:127.0.0.1:${port},v1:127.0.0.1:${port + 1}]`
  await run('monmaptool', ['--create', '--addv', 'a', addresses, '--fsid', fsid, map])
  const using = (...args: string[]) => ['-c', configuration, ...args]
  await run('ceph-mon', using('-i', 'a', '--mkfs', '--monmap', map, '--keyring', keyring))
  const daemons: ChildProcess[] = []
  const remove = async () => {
    await Promise.all(daemons.map((daemon) => ended(daemon, 'SIGKILL')))
    await rm(folder, { recursive: true, force: true })
  }
  const daemon = (program: string, id: string) => {
    const child = spawn(program, using('-f', '-i', id), { stdio: 'ignore' })
    daemons.push(child)
    return once(child, 'exit').then(([code]) => {
      throw new Error(`${program} ended with ${code}`)
    })
  }
  try {
    const ask = (...args: string[]) => run('ceph', using(...args), { timeout: TIMEOUT })
    await Promise.race([daemon('ceph-mon', 'a'), ask('osd', 'create')])
    await run('ceph-osd', using('-i', '0', '--mkfs'))
    const isUp = async () => (await ask('osd', 'stat')).stdout.includes('1 up')
    await Promise.race([daemon('ceph-osd', '0'), eventually(isUp, TIMEOUT)])
  } catch (error) {
    await remove()
    throw error
  }
  return { folder, remove }
}

function cephConfiguration(folder: string, fsid: string, port: number): string {
  return `[global]
keyring = ${folder}/keyring
fsid = ${fsid}
mon host = [v2:127.0.0.1:${port},v1:127.0.0.1:${port + 1}]
mon initial members = a
public addr = 127.0.0.1
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
run dir = ${folder}/run
admin socket = ${folder}/run/$name.$pid.asok
pid file = ${folder}/run/$name.$pid.pid
log file = ${folder}/log/$name.$pid.log
mon data = ${folder}/mon
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
[client.rgw]
rgw thread pool size = 16
`
}

/** Starts an S3 gateway on the cluster. */
export async function startS3(ceph: Pick<Ceph, 'folder'>): Promise<TestServer> {
  const using = (...args: string[]) => ['-c', join(ceph.folder, 'ceph.conf'), ...args]
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
  const frontend = `--rgw-frontends=beast endpoint=127.0.0.1:${port}`
  const server = restartable(
    () => spawn('radosgw', using('-f', '-n', 'client.rgw', frontend), { stdio: 'ignore' }),
    isReady,
  )
  await server.start()
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = s3Credentials
  const keys = ['--access-key', key, '--secret-key', secret]
  await run('radosgw-admin', using('user', 'create', '--uid', 't', '--display-name', 't', ...keys), {
    timeout: TIMEOUT,
  }).catch((error: Error) => {
    if (!error.message.includes('exists')) throw error
  })
  await useOnce(url)
  const stop = () => server.stop('SIGKILL')
  const { start, pause, resume } = server
  return { url, stop, start, pause, resume, remove: stop }
}

/** The first bucket and object create pools in the cluster, which takes longer than the service waits for any call. */
async function useOnce(endpoint: string): Promise<void> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = s3Credentials
  const client = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  const Bucket = 'first-use'
  try {
    await client.send(new CreateBucketCommand({ Bucket }))
    await client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))
  } finally {
    client.destroy()
  }
}

/** A process that can be started, and restarted after it has ended. */
function restartable(begin: () => ChildProcess, isReady: () => Promise<boolean>) {
  let child: ChildProcess | null = null
  return {
    async start(): Promise<void> {
      const started = begin()
      child = started
      let failure: Error | null = null
      started.once('error', (error) => {
        failure = error
      })
      try {
        await eventually(async () => {
          if (failure) throw failure
          if (started.exitCode !== null)
            throw new Error(`${started.spawnfile} ended with ${started.exitCode}`)
          return isReady()
        }, 60_000)
      } catch (error) {
        if (!failure) await ended(started, 'SIGKILL')
        throw error
      }
    },
    async stop(signal: NodeJS.Signals): Promise<void> {
      // A stopped process handles no other signal.
      if (child?.pid) await signalAll(child.pid, 'SIGCONT')
      if (child) await ended(child, signal)
      child = null
    },
    pause: async () => {
      if (child?.pid) await signalAll(child.pid, 'SIGSTOP')
    },
    resume: async () => {
      if (child?.pid) await signalAll(child.pid, 'SIGCONT')
    },
  }
}

/** Signals a process and its descendants; the process first, so that it starts no other meanwhile. */
async function signalAll(pid: number, signal: NodeJS.Signals): Promise<void> {
  try {
    process.kill(pid, signal)
  } catch {
    return
  }
  const file = `/proc/${pid}/task/${pid}/children`
  const children = await readFile(file, 'utf8').catch(() => '')
  for (const child of children.split(' ').filter(Boolean)) await signalAll(Number(child), signal)
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

/**
 * Starts every server that the scaled-out set-up needs. `environment` has their addresses in the form that the tests
 * read. If one does not start, the others are removed.
 */
export async function startServers() {
  const started: Pick<TestServer, 'remove'>[] = []
  const remove = async () => {
    for (const server of started.toReversed()) await server.remove()
  }
  const keep = async <T extends Pick<TestServer, 'remove'>>(starting: Promise<T>): Promise<T> => {
    const server = await starting
    started.push(server)
    return server
  }
  const all = [keep(startPostgres()), keep(startRedis()), keep(startCeph())] as const
  try {
    const [postgres, redis, ceph] = await Promise.all(all)
    const s3 = await keep(startS3(ceph))
    return { postgres, redis, s3, environment: environmentOf(postgres, redis, ceph, s3), stop: remove }
  } catch (error) {
    await Promise.allSettled(all)
    await remove()
    throw error
  }
}

const environmentOf = (postgres: TestServer, redis: TestServer, ceph: Ceph, s3: TestServer) => ({
  TEST_POSTGRES: postgres.url,
  TEST_REDIS: redis.url,
  TEST_CEPH: ceph.folder,
  TEST_S3: s3.url,
  AWS_ENDPOINT_URL_S3: s3.url,
  ...s3Credentials,
})
