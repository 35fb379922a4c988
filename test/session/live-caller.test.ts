import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceFixture, testOperator } from '../support/service.ts'

const service = await serviceFixture()
const applications = await Promise.all(['web', 'native'].map((kind) => service.application(kind as 'web')))

const idOf = async (apikey: string, authorization: string) => {
  const answer = await fetch(`${service.base}/user/get/profile/`, { headers: { apikey, authorization } })
  const body = (await answer.json()) as { data: { UserProfile?: [{ email: string }] } }
  return answer.status === 200 ? body.data.UserProfile![0].email : answer.status
}

test('callers who are looked for at once are told apart, with their keys', async () => {
  const people = await Promise.all(
    Array.from({ length: 40 }, (_, n) => service.person({ apiKey: applications[n % 2]!.apiKey })),
  )
  for (const [n, person] of people.entries())
    if (n % 5 === 0) {
      const user = (await service.services.users.byId(person.id))!
      await service.services.accounts.disable(user, testOperator)
    }
  const asked = people.flatMap((person, n) =>
    applications.map(({ apiKey }, index) => ({
      apiKey,
      authorization: person.headers.authorization!,
      expected: index === n % 2 && n % 5 !== 0 ? person.email : 401,
    })),
  )
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all(asked.map(({ apiKey, authorization }) => idOf(apiKey, authorization)))
    assert.deepEqual(
      answers,
      asked.map(({ expected }) => expected),
    )
  }
})
