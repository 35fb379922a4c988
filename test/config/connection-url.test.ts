import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { readConfig } from '../../src/config/config.ts'
import { maskedUrl } from '../../src/config/connection-url.ts'
import { SettingError, type SettingName, settings, shownValue } from '../../src/config/settings.ts'
import { program } from '../support/program.ts'

/** One row per address: what `settings` shows. */
const shown: [string, string][] = [
  ['smtp://user:secret@mail.example.com:587', 'smtp://user:***@mail.example.com:587'],
  ['smtp://user:@mail.example.com', 'smtp://***@mail.example.com'],
  ['smtp://:secret@mail.example.com', 'smtp://***@mail.example.com'],
  ['smtp://token@mail.example.com', 'smtp://***@mail.example.com'],
  ['smtp://me%40example.com:p%40ss%231@mail.example.com', 'smtp://me%40example.com:***@mail.example.com'],
  ['smtp://user:a:b@mail.example.com', 'smtp://user:***@mail.example.com'],
  ['smtp://mail.example.com?insecure=1', 'smtp://mail.example.com?insecure=1'],
  [
    'postgres://db.example.com/profile?user=me&password=secret',
    'postgres://db.example.com/profile?user=***&password=***',
  ],
  [
    'postgres://db/profile?sslmode=verify-full&sslpassword=secret',
    'postgres://db/profile?sslmode=verify-full&sslpassword=***',
  ],
  ['postgres://db/profile?SSLMODE=secret', 'postgres://db/profile?SSLMODE=***'],
  ['postgres://db/profile?secret', 'postgres://db/profile?***'],
  ['postgres://db/profile?p%61ssword=secret', 'postgres://db/profile?***=***'],
  ['postgres://[2001:db8::1]:5432/profile', 'postgres://[2001:db8::1]:5432/profile'],
  ['redis://:secret@cache:6379/0', 'redis://***@cache:6379/0'],
  ['s3://bucket/prefix', 's3://bucket/prefix'],
  [
    's3://bucket/prefix?access_key=id&secret_key=secret&token=secret',
    's3://bucket/prefix?access_key=***&secret_key=***&token=***',
  ],
  ['smtp://u:p@ss#1@mail.example.com', '***'],
  ['smtp:u:secret@host', '***'],
  ['', ''],
]
for (const [address, text] of shown) {
  test(`${address} is shown as ${text}`, () => assert.equal(maskedUrl(address), text))
}

const refused: [SettingName, string, RegExp][] = [
  ['SMTP_URL', 'smtp://u:p@ss#1@host', /SMTP_URL: has "#" in it; .*%23/],
  ['SMTP_URL', 'smtp://u:p@ss@host', /SMTP_URL: can be read in more than one way; .*"@" as %40/],
  ['SMTP_URL', 'smtp://u:p/ss@host', /more than one way.*"\/" as %2F/],
  ['SMTP_URL', 'smtp://u:p?ss@host', /more than one way.*"\?" as %3F/],
  ['SMTP_URL', 'smtp://u:p@ss/host', /invalid path after its host/],
  ['SMTP_URL', 'smtp://u:p%zz@host', /"%" as %25/],
  ['SMTP_URL', 'smtp://u:p%ff@host', /not valid UTF-8/],
  ['SMTP_URL', 'smtp://u:p ss@host', /blank/],
  ['SMTP_URL', 'smtp://u:p\\ss@host', /blank or "\\"/],
  ['SMTP_URL', 'smtp://u:pss@', /is not a valid address|has no host/],
  ['SMTP_URL', 'smtp://host?insecure=yes', /"insecure" other than 1/],
  ['SMTP_URL', 'http://u:pss@host', /must be an smtp:\/\/ or smtps:\/\/ address/],
  ['DATABASE_URL', 'postgres://u:p#ss@host/db', /DATABASE_URL: has "#"/],
  ['DATABASE_URL', 'postgres://u:p/ss@host/db', /DATABASE_URL: can be read/],
  ['DATABASE_URL', 'postgres://u:pss@host/db/more', /invalid path after its host/],
  ['DATABASE_URL', 'postgres://host/db?password=p@ss', /DATABASE_URL: can be read/],
  ['REDIS_URL', 'redis://:p@ss@host', /REDIS_URL: can be read/],
  ['REDIS_URL', 'redis://u:p@ss/host', /invalid path after its host/],
  ['OBJECTS_URL', 's3://key:pss@bucket', /OBJECTS_URL: must be s3/],
  ['PUBLIC_URL', 'https://me:pss@id.example.com', /PUBLIC_URL: must not contain a user name/],
]
for (const [name, address, problem] of refused) {
  test(`${name}=${address} is refused, and the message gives the remedy but no part of the address`, () => {
    assert.throws(
      () => readConfig({ [name]: address }),
      (error: Error) =>
        error instanceof SettingError &&
        problem.test(error.message) &&
        !error.message.includes('pss') &&
        !error.message.split('. Example:')[0]!.includes('p@'),
    )
  })
}

test('unambiguous addresses are accepted', () => {
  for (const [name, address] of [
    ['SMTP_URL', 'smtp://me%40example.com:p%40ss%231@mail.example.com:587'],
    ['SMTP_URL', 'smtps://u:a:b&c=d^e@mail.example.com/?tls.servername=mail.example.com'],
    ['DATABASE_URL', 'postgres://u:p%2Fw@db.example.com:5432/profile?sslmode=verify-full'],
    ['DATABASE_URL', 'postgres:///profile?host=%2Frun%2Fpostgresql'],
    ['REDIS_URL', 'rediss://:pass@[2001:db8::1]:6380/5'],
  ] as [SettingName, string][]) {
    assert.doesNotThrow(() => readConfig({ [name]: address }), address)
  }
})

/** Texts whose characters, apart from punctuation, appear nowhere else in an address or a message. */
const secret = fc.string({
  unit: fc.constantFrom(...'ЖЩЫЭЮЯ', '@', '#', '?', '/', ':', '%', '&', '=', ' ', '\\', '%40', '%2F'),
  minLength: 3,
  maxLength: 20,
})
const written = fc
  .tuple(secret, fc.boolean())
  .map(([text, isEncoded]) => (isEncoded ? encodeURIComponent(text) : text))
const place = fc.constantFrom(
  (s: string) => `//user:${s}@host/1`,
  // With a colon it would be a user name and a password.
  (s: string) => `//${s.replaceAll(':', '%3A')}@host/1`,
  (s: string) => `//:${s}@host`,
  (s: string) => `//host/1?password=${s}`,
  (s: string) => `//host/1?sslmode=require&token=${s}`,
  (s: string) => `//user:${s}@host/1?secret=${s}`,
  (s: string) => `//host/1?${s}=1`,
)
const named = fc.constantFrom<[SettingName, string]>(
  ['DATABASE_URL', 'postgres:'],
  ['REDIS_URL', 'redis:'],
  ['SMTP_URL', 'smtp:'],
  ['SMTP_URL', 'mailto:'],
  ['OBJECTS_URL', 's3:'],
)

test('no part of a secret is shown, or appears in the message that refuses it', () => {
  fc.assert(
    fc.property(named, place, written, ([name, scheme], at, text) => {
      // A secret without a letter has no part that could be distinguished from the rest.
      fc.pre(/[ЖЩЫЭЮЯ]/.test(decodeSafely(text)))
      const address = scheme + at(text)
      const seen = [shownValue(name, address)]
      try {
        readConfig({ [name]: address })
      } catch (error) {
        seen.push((error as Error).message.split(' Example:')[0]!.replaceAll(/"." as %\w\w/g, ''))
      }
      for (const one of seen) assert.ok(!/[ЖЩЫЭЮЯ]|%D0/i.test(one), one)
    }),
    { numRuns: 3000 },
  )
})

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

test('every setting whose value can contain a secret declares how it is shown', () => {
  for (const name of Object.keys(settings) as SettingName[]) {
    const hasSecret = /user:password@|:\/\/.*secret|_URL$|SECURITY_LOG$|KEYS$|ISSUERS$/.test(
      `${settings[name].example} ${name}`,
    )
    const isPublic = ['PUBLIC_URL', 'PAGE_URL', 'PICTURE_PUBLIC_URL', 'BREACHED_PASSWORDS_URL'].includes(name)
    assert.equal('mask' in settings[name], hasSecret && !isPublic, name)
  }
})

test('the command settings shows no password, and an invalid address stops it without being printed', async () => {
  const run = (env: Record<string, string>) =>
    promisify(execFile)(program, ['settings', '--json'], { env: { PATH: process.env.PATH, ...env } })
  const { stdout } = await run({
    SMTP_URL: 'smtp://user:GEHEIM%40x@mail.example.com',
    DATABASE_URL: 'postgres://db/x?user=me&password=GEHEIM',
  })
  assert.doesNotMatch(stdout, /GEHEIM/)
  assert.match(stdout, /smtp:\/\/user:\*\*\*@mail/)
  const failed = await run({ SMTP_URL: 'smtp://u:GE@HEIM#1@host' }).catch((error) => error)
  assert.equal(failed.code, 2)
  assert.doesNotMatch(failed.stdout + failed.stderr, /GE|HEIM/)
  assert.match(failed.stderr, /SMTP_URL/)
})
