import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startService, type TestService } from './support/service.ts'

let service: TestService
before(async () => {
  service = await startService()
})
after(() => service.stop())

const post = (path: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${service.base}/${path}`, {
    method: 'POST',
    headers: { apikey: service.apiKey, ...headers },
    body: new URLSearchParams(body),
  })

test('signing in answers the two tokens outside the envelope', async () => {
  const person = await service.person()
  const answer = await post('user/login/', { username: person.username, password: person.password })
  assert.equal(answer.status, 200)
  assert.deepEqual(Object.keys((await answer.json()) as object).sort(), ['access', 'refresh'])
})

test('sixteen parallel uses of a rotated refresh token have exactly one winner', async () => {
  const { apiKey } = await service.application('mobile')
  const person = await service.person({ apiKey })
  const answers = await Promise.all(
    Array.from({ length: 16 }, () =>
      post('user/token/refresh/', { refresh: person.refresh }, { apikey: apiKey }),
    ),
  )
  assert.equal(answers.filter((a) => a.status === 200).length, 1)
  assert.equal(answers.filter((a) => a.status === 401).length, 15)
})
