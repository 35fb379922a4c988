import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { sabotage } from '../../src/basics/foreign-events.ts'
import { detailed, nameless } from '../support/pictures.ts'
import { serviceFixture } from '../support/service.ts'

/** Longest wait for one response, in milliseconds; a sabotaged request may wait for a deadline of the service. */
const TIMEOUT = 15_000

const service = await serviceFixture({ PICTURES_PER_DAY: '1000', METRICS_PORT: '0' })
const person = await service.person()
const photo = new Blob([new Uint8Array(await detailed(120, 90).jpeg().toBuffer())])

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const url = path.startsWith('/') ? service.origin + path : `${service.base}/${path}`
  const answer = await fetch(url, {
    ...init,
    headers: { ...person.headers, ...(init.headers as Record<string, string>) },
    signal: AbortSignal.timeout(TIMEOUT),
  })
  await answer.clone().arrayBuffer()
  return answer
}

const post = (path: string, body: FormData | string) => call(path, { method: 'POST', body })

function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}

/** Sends bytes that are not a request, and waits for the connection to close. */
async function sendRaw(text: string): Promise<number> {
  const socket = connect(Number(new URL(service.origin).port), '127.0.0.1')
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  socket.on('error', () => {})
  socket.end(text)
  socket.setTimeout(TIMEOUT, () => socket.destroy())
  await once(socket, 'close')
  return Number(/^HTTP\/1\.1 (\d+)/.exec(received)?.[1] ?? 0)
}

/** Typical uses of the service, each with its normal status. */
const uses: [string, number, () => Promise<Response | number>][] = [
  ['a form', 200, () => patched()],
  ['JSON', 200, () => patchJson({ first_name: 'Ada' })],
  ['a picture', 200, () => post('user/profile-image/', form({ image: photo }))],
  ['a repeated file', 400, () => post('user/profile-image/', repeated())],
  ['an interrupted form', 400, () => brokenForm()],
  ['an unwanted body', 404, () => post('/nothing', 'x'.repeat(100_000))],
  ['the profile', 200, () => call('user/get/profile/')],
  ['its picture', 200, () => shownPicture()],
  ['a generated picture', 200, () => generatedPicture()],
  ['a code', 200, () => post('user/token-generator/', form({ email: 'ada@example.org' }))],
  ['a copy of the data', 200, () => call('user/export/')],
  ['readiness', 200, () => call('/readyz')],
  ['not a request', 400, () => sendRaw('nonsense\r\n\r\n')],
]

const patched = async () => call('user/profile/', { method: 'PATCH', body: form({ first_name: 'Ada' }) })
const patchJson = (body: object) =>
  call('user/profile/', {
    method: 'PATCH',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
function repeated(): FormData {
  const data = form({ image: photo })
  data.append('image', new Blob(['no picture']))
  return data
}
const brokenForm = () =>
  call('user/profile/', {
    method: 'PATCH',
    body: '--B\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nabc',
    headers: { 'content-type': 'multipart/form-data; boundary=B' },
  })
async function shownPicture(): Promise<Response> {
  const answer = await call('user/get/profile/')
  const { data } = (await answer.json()) as { data: { ProfileImage: string } }
  return call(data.ProfileImage.replace('/512', '/64'), { headers: { accept: 'image/webp' } })
}
async function generatedPicture(): Promise<Response> {
  const { ProfileImage } = service.services.pictures.pictureLinks(nameless(person.id))
  return call(ProfileImage.replace('/512', '/32'))
}

async function useAll(): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {}
  for (const [name, , use] of uses) {
    const answer = await use().catch(() => 0)
    statuses[name] = typeof answer === 'number' ? answer : answer.status
  }
  return statuses
}

const goodDay = Object.fromEntries(uses.map(([name, status]) => [name, status]))

test('a throw in any callback of typical uses of the service costs at most one response, and never the process', async (t) => {
  const names = new Set<string>()
  sabotage.before = (name) => names.add(name)
  assert.deepEqual(await useAll(), goodDay)
  sabotage.before = () => {}
  assert.ok(names.size > 15, [...names].join())
  for (const name of names) {
    let isDone = false
    sabotage.before = (called) => {
      if (called !== name || isDone) return
      isDone = true
      throw new Error(`sabotage of ${name}`)
    }
    const statuses = await useAll()
    sabotage.before = () => {}
    const harmed = uses.filter(([use, status]) => statuses[use] !== status).map(([use]) => use)
    t.diagnostic(`${name}: ${harmed.map((use) => `${use} ${statuses[use]}`).join(', ') || 'nobody noticed'}`)
    assert.ok(harmed.length <= 1, `${name} harmed ${harmed.join(', ')}`)
  }
  assert.deepEqual(await useAll(), goodDay)
})
