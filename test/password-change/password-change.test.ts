import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { systemRandom } from '../../src/adapters/system.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import {
  checksumHash,
  RECOVERY_ALPHABET,
  RECOVERY_CODE_LENGTH,
  readRecoveryCode,
  shownRecoveryCode,
} from '../../src/one-time-code/one-time-code.ts'
import { hashPassword } from '../../src/password/password.ts'
import { generalPasswordFaults, passwordFaults, serviceWords } from '../../src/password/password-rules.ts'
import { type ExpensiveWork, expensiveWork } from '../../src/ports/expensive-work.ts'
import { type Person, serviceFixture, startService } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

const NEW = 'a lake beside nine hills'
const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url })

async function post(
  path: string,
  headers: Record<string, string>,
  body: Record<string, string>,
  at = service,
) {
  const answer = await fetch(`${at.base}/user/${path}/`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(body),
  })
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, asserted field by field
  return { status: answer.status, body: (await answer.json()) as any }
}
const key = (at = service) => ({ apikey: at.apiKey })
const login = (person: Person, password: string) =>
  post('login', key(), { username: person.username, password })
const another = (code: string) => (code === 'CCCC-CCCC' ? 'DDDD-DDDD' : 'CCCC-CCCC')

const owner = {
  username: 'ada.lovelace',
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'countess@example.com',
}

const ours = serviceWords('Acme Accounts', 'https://id.bluelake.example')

// Django's validators with their defaults, except for the digits (django/contrib/auth/password_validation.py).
for (const [password, keys] of [
  [NEW, []],
  ['short7!', ['password_too_short']],
  ['PassWord', ['password_too_common']],
  ['ｐａｓｓｗｏｒｄ', ['password_too_common']],
  ['1234567', ['password_too_short', 'password_too_common']],
  ['lovelace1', ['password_too_similar']],
  ['ada.lovelace!', ['password_too_similar']],
  ['Countess@Example.com', ['password_too_similar']],
  // NIST SP 800-63B 3.1.1.2: no composition, each code point counts as one, at least 64 of them are accepted.
  ['90871625340981', []],
  ['8312904716520938475610293847561', []],
  ['aglowingmeadow', []],
  ['ÄÖÜ ß 犬も歩けば棒', []],
  ['\u0007\ud83d\ude00 b\u200dell under', []],
  ['xkcd '.repeat(3) + '犬'.repeat(241), []],
  ['xkcd '.repeat(3) + '犬'.repeat(242), ['max_length']],
  // 256 letters, each in two characters.
  ['xkcd '.repeat(3) + 'e\u0301'.repeat(241), []],
  ['x'.repeat(4097), ['max_length']],
  ['a lake\0 beside', ['null_characters']],
  // The same source: refuse repetitions, sequences, words of the service and of the person.
  ['aaaaaaaa', ['password_predictable']],
  ['ﷺﷺﷺﷺﷺﷺﷺﷺ', ['password_predictable']],
  ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', ['password_predictable']],
  ['😀😀😀😀😀😀😀😀', ['password_predictable']],
  ['😀🐢🍋🚲🌵🎺🧦🪁', []],
  ['xyxyxyxyxyxyxyx', ['password_predictable']],
  ['k7#qk7#qk7#q', ['password_predictable']],
  ['dragonmasterdragonmaster', []],
  ['monkey12monkey12', ['password_predictable']],
  ['ABCD1234', ['password_too_common']],
  ['2345678abcdefg', ['password_predictable']],
  ['zyxwvu987654', ['password_predictable']],
  ['jklöjklö', ['password_predictable']],
  ['poiuztrewq', ['password_predictable']],
  ['azertyuiop1234', ['password_predictable']],
  ['1qay2wsx3edc', ['password_predictable']],
  ['acmeaccounts2024', ['password_too_similar']],
  ['BlueLake99!', ['password_too_similar']],
  ['Ada1815Ada', ['password_too_similar']],
  ['Lovelace-2019!', ['password_too_similar']],
  ['Ada met the Acme people', []],
  ['a1 blue lake in 1999, id', []],
] as const) {
  test(`the password ${JSON.stringify(password.slice(0, 30))} gets: ${keys.join(', ') || 'no objection'}`, () => {
    assert.deepEqual(
      passwordFaults(password, owner, ours).map((fault) => fault.key),
      keys,
    )
  })
}

test('the rules judge any text within their time, and refuse repetitions of a short piece', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (password) => {
      passwordFaults(password, owner, ours)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 4 }), (piece) => {
      const faults = generalPasswordFaults(piece.repeat(9)).map(({ key }) => key)
      assert.ok(faults.includes('password_predictable') || faults.includes('password_too_common'), piece)
    }),
  )
})

test('a numeric address and a name without words contribute no words', () => {
  assert.deepEqual(serviceWords('&', 'http://127.0.0.1:8080'), [])
  assert.deepEqual(serviceWords('&', 'http://[::1]:8080'), [])
  assert.deepEqual(
    serviceWords('Go', 'https://www.shop.example.co').map(({ word }) => word),
    ['shop', 'example', 'shopexample'],
  )
})

test('a changed password ends the other sessions, keeps this one, and causes a mail', async () => {
  const person = await service.person()
  const other = await login(person, person.password)
  const changed = await post('password/change', person.headers, {
    old_password: person.password,
    new_password: NEW,
  })
  assert.deepEqual(changed.body.data, { success: true })
  assert.equal((await post('token/refresh', key(), { refresh: other.body.refresh })).status, 401)
  assert.equal((await post('token/refresh', key(), { refresh: person.refresh })).status, 200)
  assert.equal((await login(person, person.password)).status, 401)
  assert.equal((await login(person, NEW)).status, 200)
  assert.match((await catcher.mailTo(person.email)).text ?? '', /password .* was changed/)
})

test('a person sees when the password was last changed, if it was', async () => {
  const person = await service.person()
  const changedAt = async () => {
    const answer = await fetch(`${service.base}/user/password/reset/`, { headers: person.headers })
    return ((await answer.json()) as { data: { changed_at: string | null } }).data.changed_at
  }
  assert.equal(await changedAt(), null)
  await post('password/change', person.headers, { old_password: person.password, new_password: NEW })
  assert.ok(Math.abs(Date.parse((await changedAt()) ?? '') - service.clock.now()) < 60_000)
})

test('a wrong old and a weak new password are reported together', async () => {
  const person = await service.person()
  const { status, body } = await post('password/change', person.headers, {
    old_password: 'wrong',
    new_password: '12345678',
  })
  assert.equal(status, 400)
  assert.deepEqual(body.error_codes, {
    old_password: ['password_incorrect'],
    new_password: ['password_too_common'],
  })
})

test('a password of 31 digits can be chosen, one of 257 characters cannot, and sign-in accepts any length', async () => {
  const person = await service.person()
  const digits = '8312904716520938475610293847561'
  const change = (old_password: string, new_password: string) =>
    post('password/change', person.headers, { old_password, new_password })
  assert.equal((await change(person.password, digits)).status, 200)
  assert.equal((await login(person, digits)).status, 200)
  const long = `${NEW} `.repeat(11)
  assert.deepEqual((await change(digits, long)).body.errors, {
    new_password: ['Ensure this field has no more than 256 characters.'],
  })
  // A password chosen when longer ones were accepted.
  const password_hash = await hashPassword(long)
  await service.services.db.write((tx) =>
    service.services.users.update(tx, person.id, { password_hash }, service.clock.now()),
  )
  assert.equal((await login(person, long)).status, 200)
  assert.equal((await change(long, NEW)).status, 200)
})

test('of sixteen simultaneous changes with the same old password one wins', async () => {
  const person = await service.person()
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      post('password/change', person.headers, { old_password: person.password, new_password: `${NEW} ${i}` }),
    ),
  )
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1)
})

async function forgot(email: string, at = service): Promise<string> {
  const { status, body } = await post('password/forgot', key(at), { email }, at)
  assert.equal(status, 200)
  assert.deepEqual(body.data, { success: true, token_checksum: body.token_checksum })
  return body.token_checksum
}
const reset = (email: string, checksum: string, code: string, password = NEW, at = service) =>
  post(
    'password/reset',
    key(at),
    { email, token_checksum_field: checksum, token_field: code, new_password: password },
    at,
  )

test('a mailed code sets a new password, ends all sessions and lifts the requirement for one', async () => {
  const person = await service.person()
  await service.services.db.write((tx) =>
    service.services.users.update(tx, person.id, { password_reset_required: 1 }, service.clock.now()),
  )
  const checksum = await forgot(person.email.toUpperCase())
  const code = await catcher.codeTo(person.email)
  const weak = await reset(person.email, checksum, code, `${person.username}!!`)
  assert.deepEqual(weak.body.error_codes, { new_password: ['password_too_similar'] })
  const wrong = await reset(person.email, checksum, another(code))
  assert.deepEqual(wrong.body.errors, { token_field: ['Token is not matching.'] })
  const answers = await Promise.all(Array.from({ length: 16 }, () => reset(person.email, checksum, code)))
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1)
  assert.equal((await post('token/refresh', key(), { refresh: person.refresh })).status, 401)
  assert.equal((await login(person, NEW)).status, 200)
  assert.equal((await reset(person.email, checksum, code)).status, 400)
  assert.match((await catcher.mailTo(person.email, 2)).text ?? '', /was changed/)
})

test('a checksum of another length than the issued one does not match, for a reset too', async () => {
  const person = await service.person()
  const checksum = await forgot(person.email)
  const code = await catcher.codeTo(person.email)
  for (const length of [1, checksum.length - 1, checksum.length + 1, 1001, 30_000]) {
    const answer = await reset(person.email, checksum.repeat(1000).slice(0, length), code)
    assert.deepEqual(answer.body.errors, { token_field: ['Token is not matching.'] }, `${length} characters`)
  }
  const long = await reset(person.email, checksum, '1'.repeat(1001))
  assert.deepEqual(long.body.errors, { token_field: ['Token is not matching.'] })
  assert.equal((await reset(person.email, checksum, code)).status, 200)
})

test('a reset whose database fails six times does not use up the code', async () => {
  let isLost = true
  const losing = await startService(
    { SMTP_URL: catcher.url },
    {
      wrap: (stores) => ({
        ...stores,
        db: {
          ...stores.db,
          write: (work, options) =>
            stores.db.write(async (tx) => {
              const done = await work(tx)
              if (isLost && done instanceof Object && 'takesEffectAt' in done)
                throw new Unavailable('database')
              return done
            }, options),
        },
      }),
    },
  )
  try {
    const person = await losing.person()
    const checksum = await forgot(person.email, losing)
    const code = await catcher.codeTo(person.email)
    for (let i = 0; i < 6; i++)
      assert.equal((await reset(person.email, checksum, code, NEW, losing)).status, 503)
    isLost = false
    assert.equal((await reset(person.email, checksum, code, NEW, losing)).status, 200)
  } finally {
    await losing.stop()
  }
})

test('a reset code is invalid after the fifth wrong attempt, its lifetime or a change of address', async () => {
  const person = await service.person()
  const checksum = await forgot(person.email)
  const code = await catcher.codeTo(person.email)
  await Promise.all(Array.from({ length: 16 }, () => reset(person.email, checksum, another(code))))
  assert.equal((await reset(person.email, checksum, code)).status, 400)
  const late = await forgot(person.email)
  const lateCode = await catcher.codeTo(person.email, 2)
  service.clock.advance(600_000)
  assert.equal((await reset(person.email, late, lateCode)).status, 400)
  const other = await service.person()
  const moved = await forgot(other.email)
  const movedCode = await catcher.codeTo(other.email)
  await service.services.db.write(async (tx) => {
    const now = service.clock.now()
    await service.services.users.releaseAddress(tx, other.id, other.email)
    await service.services.users.claimAddress(tx, other.id, 'moved@example.com', now)
    await service.services.users.update(tx, other.id, { email: 'moved@example.com' }, now)
  })
  assert.equal((await reset(other.email, moved, movedCode)).status, 400)
  assert.equal((await reset('moved@example.com', moved, movedCode)).status, 400)
})

for (const [way, write] of [
  ['in lower case without the hyphen', (code: string) => code.toLowerCase().replace('-', '')],
  ['with spaces and another dash', (code: string) => ` ${code.replace('-', ' \u2013 ')} `],
  [
    'in fullwidth',
    (code: string) => code.replace(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  ],
  [
    'with letters that look like its digits',
    (code: string) => code.replace(/[2568V]/g, (c) => ({ 2: 'z', 5: 'S', 6: 'G', 8: 'b', V: 'u' })[c] ?? c),
  ],
] as const) {
  test(`a code for a new password may be typed ${way}`, async () => {
    const person = await service.person()
    const checksum = await forgot(person.email)
    const code = await catcher.codeTo(person.email)
    assert.match(code, /^[23456789CDFHJKMNPQRTVWXY]{4}-[23456789CDFHJKMNPQRTVWXY]{4}$/)
    assert.equal((await reset(person.email, checksum, write(code))).status, 200)
  })
}

test('a recovery code is recognized however it is written, and nothing else is', () => {
  const codes = fc.string({
    unit: fc.constantFrom(...RECOVERY_ALPHABET),
    minLength: RECOVERY_CODE_LENGTH,
    maxLength: RECOVERY_CODE_LENGTH,
  })
  fc.assert(
    fc.property(codes, (code) => {
      assert.equal(readRecoveryCode(shownRecoveryCode(code)), code)
      assert.equal(readRecoveryCode(code.toLowerCase()), code)
    }),
  )
  assert.equal(readRecoveryCode('zsgb-uuxx'), '2568VVXX')
  assert.equal(readRecoveryCode('c٢५h-２345'), 'C25H2345')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      assert.match(readRecoveryCode(text), /^([23456789CDFHJKMNPQRTVWXY]{8}|[0-9]{6})?$/)
    }),
  )
})

test('one network has fifteen guesses an hour at a code, and fifty a day', async () => {
  const strict = await startService({ SMTP_URL: catcher.url, LIMIT_SCALE: '1' })
  try {
    const person = await strict.person()
    const hour = { name: 'password-codes-address', points: 3, seconds: 3600 }
    const place = { name: 'password-resets-place', points: 100, seconds: 900 }
    const call = (path: string, body: Record<string, string>) =>
      post(path, { apikey: strict.apiKey }, body, strict)
    const guesses: number[] = []
    for (let passed = 0; passed < 4; passed++) {
      await strict.services.limiter.consume(hour, `${person.email} 127.0.0.1`, -hour.points)
      await strict.services.limiter.consume(place, '127.0.0.1', -place.points)
      let counted = 0
      for (let asked = 0; asked < 4; asked++) {
        const { status, body } = await call('password/forgot', { email: person.email })
        if (status !== 200) continue
        await strict.services.outbox.runDue()
        const row = () =>
          strict.services.db.read
            .selectFrom('recoveries')
            .select('tries')
            .where('user_id', '=', person.id)
            .where('checksum_hash', '=', checksumHash(body.token_checksum, person.email))
            .executeTakeFirst()
        await eventually(row)
        for (let i = 0; i < 7; i++)
          await call('password/reset', {
            email: person.email,
            token_checksum_field: body.token_checksum,
            token_field: 'CCCC-CCCC',
            new_password: NEW,
          })
        counted += (await row())?.tries ?? 0
      }
      guesses.push(counted)
    }
    assert.deepEqual(guesses, [15, 15, 15, 5])
  } finally {
    await strict.stop()
  }
})

test('a stranger who requests codes invalidates no code of the owner, and uses up none of their limits', async () => {
  const strict = await startService({ SMTP_URL: catcher.url, LIMIT_SCALE: '1', TRUST_PROXY: 'true' })
  try {
    const person = await strict.person()
    const ask = (address: string) =>
      post(
        'password/forgot',
        { apikey: strict.apiKey, 'x-forwarded-for': address },
        { email: person.email },
        strict,
      )
    const own = await ask('192.0.2.1')
    const code = await catcher.codeTo(person.email)
    for (let i = 0; i < 3; i++) assert.equal((await ask('198.51.100.7')).status, 200)
    assert.equal((await ask('198.51.100.7')).status, 429)
    await catcher.codeTo(person.email, 4)
    const last = await ask('192.0.2.1')
    assert.equal(last.status, 200)
    await catcher.codeTo(person.email, 5)
    const choose = (checksum: string, token_field: string) =>
      post(
        'password/reset',
        { apikey: strict.apiKey },
        { email: person.email, token_checksum_field: checksum, token_field, new_password: NEW },
        strict,
      )
    // Each code works only with its own checksum.
    assert.equal((await choose(last.body.token_checksum, code)).status, 400)
    assert.equal((await choose(own.body.token_checksum, code)).status, 200)
    const late = await catcher.codeTo(person.email, 5)
    assert.equal((await choose(last.body.token_checksum, late)).status, 400, 'a new password ends them all')
  } finally {
    await strict.stop()
  }
})

test('a network may request three codes an hour and ten a day for one address', async () => {
  const strict = await startService({ SMTP_URL: catcher.url, LIMIT_SCALE: '1' })
  try {
    const hour = { name: 'password-codes-address', points: 3, seconds: 3600 }
    const asked: number[] = []
    for (let i = 0; i < 16; i++) {
      // An hour passes after every fourth request.
      if (i % 4 === 0)
        await strict.services.limiter.consume(hour, 'daily@example.com 127.0.0.1', -hour.points)
      const body = { email: 'daily@example.com' }
      asked.push((await post('password/forgot', { apikey: strict.apiKey }, body, strict)).status)
    }
    const [yes, no] = [200, 429]
    assert.deepEqual(asked, [yes, yes, yes, no, yes, yes, yes, no, yes, yes, yes, no, yes, no, no, no])
  } finally {
    await strict.stop()
  }
})

test('expired requests for a new password are removed', async () => {
  const person = await service.person()
  await forgot(person.email)
  await catcher.codeTo(person.email)
  const count = async () => (await service.services.passwords.pending(person.id)).length
  assert.equal(await count(), 1)
  service.clock.advance(600_001)
  while ((await service.services.passwords.purge()) > 0);
  assert.equal(await count(), 0)
})

test('a request for a code causes the same work for any address, seconds later at an unpredictable time', async () => {
  const late = await startService({ SMTP_URL: catcher.url }, { isIdle: true, random: systemRandom })
  const hashed: string[] = []
  const note = (work: unknown) => void hashed.push((work as ExpensiveWork).name)
  try {
    const person = await late.person()
    const delays = new Set<number>()
    expensiveWork.start.subscribe(note)
    for (const email of [person.email, 'nobody@example.com', person.email, 'somebody@example.com']) {
      await late.services.passwords.forgot(email, '127.0.0.1')
      assert.deepEqual(hashed.splice(0), [], 'nothing is hashed before the response')
      const { run_at, created_at } = await late.services.db.read
        .selectFrom('outbox')
        .select(['run_at', 'created_at'])
        .executeTakeFirstOrThrow()
      const delay = run_at - created_at
      assert.ok(delay >= 1000 && delay <= 5000, `${delay}`)
      delays.add(delay)
      await late.services.outbox.runDue()
      assert.deepEqual(hashed, [], 'it waits')
      late.clock.advance(delay)
      await late.services.outbox.runDue()
      assert.deepEqual(hashed.splice(0), ['password hash'], email)
    }
    assert.ok(delays.size > 1)
    assert.equal(catcher.mails.filter(({ to }) => to === person.email).length, 2)
  } finally {
    expensiveWork.start.unsubscribe(note)
    await late.stop()
  }
})

test('an unknown address gets the same response and no mail, also when a code is tried', async () => {
  const checksum = await forgot('nobody@example.com')
  await service.services.outbox.runDue()
  assert.equal(catcher.mails.filter(({ to }) => to === 'nobody@example.com').length, 0)
  const answer = await reset('nobody@example.com', checksum, 'CDFH-2345')
  assert.deepEqual(answer.body.errors, { token_field: ['Token is not matching.'] })
})
