import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFaults, faultKinds } from '../support/faults/stores.ts'
import { detailed } from '../support/pictures.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'
import { isScaledOut } from '../support/setup.ts'
import { catcherFixture } from '../support/smtp.ts'

/** Deadline of a call in these tests, and of a request that makes several, in milliseconds. */
const DEADLINE = isScaledOut ? 1200 : 500
const REQUEST_DEADLINE = 20_000
/** After this time everything abandoned has either happened or never will. */
const SETTLED = 700_000
/** Longer than an outbox worker's lease of a job, in milliseconds. */
const LEASE = 150_000
/** More calls than any use case makes: a use case that does not finish is an error. */
const CALLS_MAX = 200

const faults = createFaults({ readsHang: isScaledOut })
const catcher = await catcherFixture()
const service = await serviceFixture(
  { SMTP_URL: catcher.url, PICTURES_PER_DAY: '1000000', EMAIL_PROOF: 'new' },
  { isIdle: true, wrap: faults.wrap, limits: { database: DEADLINE, objects: DEADLINE } },
)
const photo = new Blob([Buffer.from(await detailed(200, 150).jpeg().toBuffer())])

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes
  body: any
}

/** Whether the use case itself is running; requests before and after it may be repeated on a busy machine. */
let isActing = false

async function call(
  person: Person,
  method: string,
  path: string,
  body?: FormData | Record<string, string>,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(`${service.base}/${path}`, {
      method,
      headers: person.headers,
      signal: AbortSignal.timeout(REQUEST_DEADLINE),
      ...(body && { body: body instanceof FormData ? body : new URLSearchParams(body) }),
    })
    const text = await answer.text()
    if (answer.status === 503 && !isActing && tries < 10) continue
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
}

async function profileOf(person: Person) {
  const { status, body } = await call(person, 'GET', 'user/get/profile/')
  return status === 200 ? body.data : null
}

/** Lets the outbox run its jobs, and retries those that failed on a busy machine; then rows and files must match. */
async function settle(): Promise<void> {
  for (let tries = 1; ; tries++) {
    service.clock.advance(SETTLED)
    await service.services.outbox.runDue()
    const found = await service.services.pictures.examine({ grace: -SETTLED }).catch((error: Error) => {
      if (error.name !== 'Unavailable') throw error
      return null
    })
    if (found) assert.deepEqual(found.missing, [], 'every picture has its files')
    if (found?.orphans.length === 0) return
    assert.ok(tries < 40, `every file has its picture: ${found?.orphans}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** One use case under a fault, and the checks afterwards. */
interface UseCase {
  name: string
  /** Prepares, and returns the part that runs under the fault and the check of the state afterwards. */
  begin(): Promise<{ act: () => Promise<Answer>; check: (answer: Answer) => Promise<void> }>
}

const useCases: UseCase[] = [
  {
    name: 'an upload',
    async begin() {
      const person = await sharedPerson()
      const old = (await profileOf(person)).ProfileImage as string
      return {
        act() {
          const body = new FormData()
          body.set('image', photo, 'a.jpg')
          return call(person, 'POST', 'user/profile-image/', body)
        },
        async check({ status, body }) {
          const link = (await profileOf(person)).ProfileImage as string
          if (status === 200) assert.equal(link, body.data.ProfileImage, 'what was acknowledged is there')
          const picture = await fetch(new URL(link, service.origin))
          assert.equal(picture.status, 200, `${link} of ${old}`)
          assert.ok((await picture.arrayBuffer()).byteLength > 0)
        },
      }
    },
  },
  {
    name: 'a removal of the picture',
    async begin() {
      const person = await sharedPerson()
      const body = new FormData()
      body.set('image', photo, 'a.jpg')
      assert.equal((await call(person, 'POST', 'user/profile-image/', body)).status, 200)
      const old = (await profileOf(person)).ProfileImage as string
      return {
        act: () => call(person, 'DELETE', 'user/profile-image/'),
        async check({ status }) {
          const link = (await profileOf(person)).ProfileImage as string
          if (status < 300) assert.notEqual(link, old)
          assert.equal((await fetch(new URL(link, service.origin))).status, 200)
        },
      }
    },
  },
  {
    name: 'a change of the profile',
    async begin() {
      const person = await sharedPerson()
      const before = (await profileOf(person)).UserProfile[0].first_name
      const name = `n${++counter}`
      return {
        act: () => call(person, 'PATCH', 'user/profile/', { first_name: name, last_name: name }),
        async check({ status }) {
          const { first_name, last_name } = (await profileOf(person)).UserProfile[0]
          if (status === 200) assert.equal(first_name, name)
          else assert.ok([before, name].includes(first_name))
          assert.equal(first_name, last_name, 'both names or neither')
        },
      }
    },
  },
  {
    name: 'a confirmed change of the e-mail address',
    async begin() {
      const person = await service.person()
      const email = `moved${++counter}@example.org`
      const asked = await call(person, 'POST', 'user/token-generator/', { email })
      assert.equal(asked.status, 200)
      await service.services.outbox.runDue()
      const code = await catcher.codeTo(email)
      const fields = { email, token_checksum_field: asked.body.token_checksum, token_field: code }
      return {
        act: () => call(person, 'POST', 'user/update/profile/', fields),
        async check({ status }) {
          const { rows } = await identityOf(person)
          if (status === 200) assert.equal(rows[0], email)
          // The old address stays reserved until its undo link has expired.
          const held = rows[0] === person.email ? [person.email] : [email, person.email]
          assert.deepEqual(rows.slice(1).toSorted(), held.toSorted())
          // The notice to the old address is sent if and only if the change was made; a worker may have lost its job in
          // a fault.
          service.clock.advance(LEASE)
          await service.services.outbox.runDue()
          const notices = catcher.mails.filter((mail) => mail.to === person.email).length
          if (rows[0] === person.email) assert.equal(notices, 0)
          else await catcher.mailTo(person.email)
        },
      }
    },
  },
  {
    name: 'a removal of the account',
    async begin() {
      const person = await service.person()
      const body = new FormData()
      body.set('image', photo, 'a.jpg')
      assert.equal((await call(person, 'POST', 'user/profile-image/', body)).status, 200)
      const user = await service.services.users.byId(person.id)
      assert.ok(user)
      return {
        async act() {
          const removed = await service.services.accounts.remove(user, testOperator).then(
            () => 204,
            (error: Error) => (error.name === 'Unavailable' ? 503 : 500),
          )
          return { status: removed, body: null }
        },
        async check({ status }) {
          const { rows } = await identityOf(person)
          if (status === 204) assert.deepEqual(rows, [])
          else assert.ok(rows.length === 0 || rows.length === 2, 'everything of the person or nothing')
          if (rows.length === 2) assert.notEqual((await profileOf(person)).ProfileImage, '')
        },
      }
    },
  },
  {
    name: 'a sign-in',
    async begin() {
      const person = await sharedPerson()
      const { username, password } = person
      return {
        act: () =>
          call({ ...person, headers: { apikey: service.apiKey } }, 'POST', 'user/login/', {
            username,
            password,
          }),
        async check({ status, body }) {
          if (status !== 200) return
          const signedIn = {
            ...person,
            headers: { apikey: service.apiKey, authorization: `Bearer ${body.access}` },
          }
          assert.ok(await profileOf(signedIn))
        },
      }
    },
  },
]

let counter = 0
let kept: Person | undefined
/** One person for all, with fresh tokens, because the clock advances by more than their lifetime. */
async function sharedPerson(): Promise<Person> {
  kept ??= await service.person()
  const { username, password } = kept
  const anonymous = { ...kept, headers: { apikey: service.apiKey } }
  const { status, body } = await call(anonymous, 'POST', 'user/login/', { username, password })
  assert.equal(status, 200)
  return { ...kept, headers: { apikey: service.apiKey, authorization: `Bearer ${body.access}` } }
}

/** Returns the person's address in their own row and in the table of addresses. */
async function identityOf({ id }: Person): Promise<{ rows: string[] }> {
  const { db } = service.services
  const users = await db.read.selectFrom('users').select('email').where('id', '=', id).execute()
  const held = await db.read
    .selectFrom('email_addresses')
    .select('email_key')
    .where('user_id', '=', id)
    .execute()
  return { rows: [...users.map((row) => row.email), ...held.map((row) => row.email_key)] }
}

for (const useCase of useCases) {
  for (const kind of faultKinds) {
    test(`whichever call of ${useCase.name} ${kind}, it gets a response, and the state is the old or the new one`, async (t) => {
      let n = 1
      for (; n < CALLS_MAX; n++) {
        const { act, check } = await useCase.begin()
        faults.arm(n, kind)
        isActing = true
        const answer = await act().finally(() => {
          isActing = false
        })
        const failed = faults.disarm()
        const about = `call ${n} (${failed}) of ${useCase.name} ${kind}: ${answer.status}`
        assert.ok([200, 201, 204, 503].includes(answer.status), `${about} ${JSON.stringify(answer.body)}`)
        await faults.letLateOnesHappen()
        const holds = async () => {
          await check(answer)
          await settle()
        }
        await holds().catch((error: Error) => {
          error.message = `${about}: ${error.message}`
          throw error
        })
        if (failed === null) break
      }
      t.diagnostic(`${n - 1} calls`)
      assert.ok(n > 1 && n < CALLS_MAX)
    })
  }
}

test('none of these failures was a defect', () => {
  const defects = service.logged.filter((line) => line.msg === 'request failed')
  assert.deepEqual(defects, [])
  assert.ok(isScaledOut || service.services.db.stats?.().waiting === 0)
})
