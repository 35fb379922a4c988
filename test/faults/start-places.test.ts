import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { embeddedSettings } from '../support/setup.ts'
import { startOnce } from '../support/start-once.ts'

const NOBODY = 65534
/** Reserved for documentation (RFC 5737), so no machine has it. */
const FOREIGN = '203.0.113.7'

let root: string
/** A port that another program listens on, and one that nothing listens on. */
let taken: number
const closed = 1
const other = createServer()
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-places-'))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()))
  taken = (other.address() as { port: number }).port
  await mkdir(join(root, 'folder.svg'))
  await writeFile(join(root, 'large.svg'), Buffer.alloc(500_001))
  await promisify(execFile)('mkfifo', [join(root, 'pipe.svg')])
  await mkdir(join(root, 'locked'))
  await chmod(join(root, 'locked'), 0o755)
  await promisify(execFile)('chown', [String(NOBODY), join(root, 'locked')])
})
after(async () => {
  other.close()
  await rm(root, { recursive: true, force: true })
})

type Environment = Record<string, string>
const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 's3cr3t' }
type Fault = [what: string, env: () => Environment, line: RegExp, exitCode: 1 | 2]

/** One row per fault: the settings, the error line, and the exit code: 2 if only another value helps. */
const faults: Fault[] = [
  [
    'a port in use',
    () => ({ PORT: `${taken}` }),
    /^PORT: 127\.0\.0\.1:\d+ is in use by .*such as PORT=\d+/,
    1,
  ],
  [
    'a host on another machine',
    () => ({ HOST: FOREIGN }),
    /^HOST: .* not an address of this machine.*0\.0\.0\.0/,
    1,
  ],
  [
    'such a host with a fixed port',
    () => ({ HOST: FOREIGN, PORT: `${taken}` }),
    /^HOST: .* not an address of this machine/,
    1,
  ],
  [
    'an unknown host',
    () => ({ HOST: 'nowhere.invalid' }),
    /^HOST: the name nowhere\.invalid does not resolve to an address/,
    1,
  ],
  [
    'a host with a port',
    () => ({ HOST: 'localhost:8080' }),
    /^HOST: must be an IP address or a host name/,
    2,
  ],
  [
    'a host with a scheme',
    () => ({ HOST: 'http://localhost' }),
    /^HOST: must be an IP address or a host name/,
    2,
  ],
  [
    'a mistyped address as the host',
    () => ({ HOST: '300.0.0.1' }),
    /^HOST: must be an IP address or a host name/,
    2,
  ],
  [
    'a path as the host',
    () => ({ HOST: '/run/service.sock' }),
    /^HOST: must be an IP address or a host name/,
    2,
  ],
  [
    'a metrics port in use',
    () => ({ METRICS_PORT: `${taken}` }),
    /^METRICS_PORT: 127\.0\.0\.1:\d+ is in use by .*METRICS_PORT=\d+/,
    1,
  ],
  [
    'a metrics host on another machine',
    () => ({ METRICS_PORT: '0', METRICS_HOST: FOREIGN }),
    /^METRICS_HOST: .* not an address of this machine/,
    1,
  ],
  [
    'an unknown metrics host',
    () => ({ METRICS_PORT: '0', METRICS_HOST: 'nowhere.invalid' }),
    /^METRICS_HOST: the name nowhere\.invalid does not resolve to an address/,
    1,
  ],
  [
    'a missing logo',
    () => ({ PAGE_LOGO: join(root, 'missing.svg') }),
    /^PAGE_LOGO: names .*missing\.svg", which cannot be read \(ENOENT\)/,
    2,
  ],
  [
    'an unreadable logo',
    () => ({ PAGE_LOGO: '/etc/shadow/logo.svg' }),
    /^PAGE_LOGO: names .*, which cannot be read \((EACCES|ENOTDIR)\)/,
    2,
  ],
  [
    'a logo that is a folder',
    () => ({ PAGE_LOGO: join(root, 'folder.svg') }),
    /^PAGE_LOGO: names .*which is not a file/,
    2,
  ],
  [
    'a logo that never ends',
    () => ({ PAGE_LOGO: join(root, 'pipe.svg') }),
    /^PAGE_LOGO: names .*which is not a file/,
    2,
  ],
  [
    'a logo that is too large',
    () => ({ PAGE_LOGO: join(root, 'large.svg') }),
    /^PAGE_LOGO: .*more than 500 kB/,
    2,
  ],
  [
    'a security log in a missing folder',
    () => ({ SECURITY_LOG: `file://${root}/missing/security.log` }),
    /^SECURITY_LOG: .*missing\/security\.log cannot be written: no such file or directory \(ENOENT\)\. Correct the path/,
    2,
  ],
  [
    'a security log that is a folder',
    () => ({ SECURITY_LOG: `file://${root}/folder.svg` }),
    /^SECURITY_LOG: .*cannot be written: .*\(EISDIR\)\. That is a folder: specify a file/,
    2,
  ],
  [
    'a security log below a file',
    () => ({ SECURITY_LOG: `file://${root}/large.svg/security.log` }),
    /^SECURITY_LOG: .*cannot be written: .*\(ENOTDIR\)/,
    2,
  ],
  [
    'a security log without write permission',
    () => ({ SECURITY_LOG: `file://${root}/locked/security.log` }),
    /^SECURITY_LOG: .*cannot be written: permission denied \(EACCES\)\. Give the user/,
    1,
  ],
  [
    'a database that is not running',
    () => ({ DATABASE_URL: `postgres://u:s3cr3t@127.0.0.1:${closed}/p` }),
    /^DATABASE_URL: the database cannot be reached: connect ECONNREFUSED 127\.0\.0\.1:1\. Nothing is listening there/,
    1,
  ],
  [
    'a database on an unknown host',
    () => ({ DATABASE_URL: 'postgres://u:s3cr3t@nowhere.invalid/p' }),
    /^DATABASE_URL: the database cannot be reached: .*nowhere\.invalid\. (There is no such host|The name cannot)/,
    1,
  ],
  [
    'a database with a missing socket',
    () => ({ DATABASE_URL: `postgres:///p?host=${encodeURIComponent(root)}` }),
    /^DATABASE_URL: the database cannot be reached: .*There is no such socket/,
    1,
  ],
  [
    'a database with a missing certificate',
    () => ({ DATABASE_URL: `postgres://u@127.0.0.1/p?sslmode=verify-full&sslrootcert=${root}/ca.pem` }),
    /^DATABASE_URL: the database cannot be used: ENOENT.*ca\.pem.*sslrootcert=/,
    2,
  ],
  [
    'a picture store with an invalid address',
    () => ({ OBJECTS_URL: 's3://bucket', AWS_ENDPOINT_URL_S3: 'nonsense', ...keys }),
    /^OBJECTS_URL: .*Invalid URL\. AWS_ENDPOINT_URL_S3 must be an http:\/\/ or https:\/\/ address/,
    2,
  ],
  [
    'a picture store without a region',
    () => ({
      OBJECTS_URL: 's3://bucket',
      AWS_ENDPOINT_URL_S3: '',
      ...keys,
    }),
    /^OBJECTS_URL: .*Region is missing\. Set AWS_REGION/,
    2,
  ],
  ['invalid encryption keys', () => ({ ENCRYPTION_KEYS: 'first:short' }), /^ENCRYPTION_KEYS: .*32 bytes/, 2],
  ['an invalid proxy', () => ({ TRUST_PROXY: '10.0.0.0/99' }), /^TRUST_PROXY: names "10\.0\.0\.0\/99"/, 2],
]

/** In many containers all users may listen on all ports. */
const firstFree = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'))
if (firstFree > 81) {
  faults.push(
    [
      'a port that this user may not listen on',
      () => ({ PORT: '80' }),
      /^PORT: this user may not listen on 127\.0\.0\.1:80 .*PORT=8080/,
      2,
    ],
    [
      'a metrics port that this user may not listen on',
      () => ({ METRICS_PORT: '81' }),
      /^METRICS_PORT: this user may not listen on .*METRICS_PORT=8080/,
      2,
    ],
  )
}

for (const [what, env, line, exitCode] of faults) {
  test(`${what} stops the start with one line that names the setting and the remedy`, async () => {
    const dataDir = await mkdtemp(join(root, 'data-'))
    const { code, stderr, stdout } = await startOnce({ ...embeddedSettings, DATA_DIR: dataDir, ...env() })
    assert.match(stderr, /^user-profile: [A-Z_]+: [^\n]+\n$/, stdout)
    assert.match(stderr.slice('user-profile: '.length), line)
    assert.equal(code, exitCode)
    assert.doesNotMatch(stderr + stdout, /s3cr3t/)
  })
}

/** One row per server that the service starts without: the warning in the log. */
const warnings: [what: string, env: Environment, line: RegExp][] = [
  [
    'Redis that is not running',
    { REDIS_URL: `redis://:s3cr3t@127.0.0.1:${closed}` },
    /REDIS_URL: Redis cannot be reached: connect ECONNREFUSED .*Nothing is listening there.* Until then the database counts/,
  ],
  [
    'Redis on an unknown host',
    { REDIS_URL: 'redis://nowhere.invalid' },
    /REDIS_URL: Redis cannot be reached: .*nowhere\.invalid/,
  ],
  [
    'a mail server that is not running',
    { SMTP_URL: `smtp://u:s3cr3t@127.0.0.1:${closed}` },
    /SMTP_URL: the mail server cannot be used: .*ECONNREFUSED.*Nothing is listening there.* Until then mails wait/,
  ],
  [
    'a mail server on an unknown host',
    { SMTP_URL: 'smtp://nowhere.invalid' },
    /SMTP_URL: the mail server cannot be used: .*nowhere\.invalid/,
  ],
  [
    'a picture store that is not running',
    {
      OBJECTS_URL: 's3://bucket',
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${closed}`,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 's3cr3t',
    },
    /OBJECTS_URL: the picture store cannot be reached: .*ECONNREFUSED.* Until then pictures cannot/,
  ],
  [
    'a syslog server that is not running',
    { SECURITY_LOG: `syslog+tcp://127.0.0.1:${closed}` },
    /SECURITY_LOG: connect ECONNREFUSED .* Until then a few thousand lines wait/,
  ],
  [
    'an invalid address of the trace collector',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' },
    /OTEL_EXPORTER_OTLP_ENDPOINT: must be an http:\/\/ or https:\/\/ address; it is ignored/,
  ],
  [
    'a missing certificate of the collector',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere/ca.pem' },
    /OTEL_EXPORTER_OTLP_CERTIFICATE: the file cannot be read and is ignored: ENOENT/,
  ],
]
for (const [what, env, line] of warnings) {
  test(`${what} causes a warning that names the setting, and the service runs`, async () => {
    const dataDir = await mkdtemp(join(root, 'data-'))
    const settings = { ...embeddedSettings, DATA_DIR: dataDir, ...env }
    const seen = line.source.split(':')[0] ?? ''
    const { code, stdout, stderr } = await startOnce(settings, ['serve'], `"msg":"${seen}: `)
    assert.equal(stderr, '')
    assert.match(stdout, line)
    assert.equal(code, 0)
    assert.doesNotMatch(stdout, /s3cr3t/)
  })
}

test('a writable security log exists as soon as the service runs', async () => {
  const dataDir = await mkdtemp(join(root, 'data-'))
  const path = join(dataDir, 'security.log')
  const { code } = await startOnce({ ...embeddedSettings, DATA_DIR: dataDir, SECURITY_LOG: `file://${path}` })
  assert.equal(code, 0)
  assert.equal(((await stat(path)).mode & 0o777).toString(8), '640')
})
