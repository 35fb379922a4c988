import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCli } from '../support/cli.ts'
import { type Person, serviceFixture } from '../support/service.ts'

const service = await serviceFixture()

async function patch(person: Person, pronouns: unknown) {
  const answer = await fetch(`${service.base}/user/profile/`, {
    method: 'PATCH',
    headers: { ...person.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ pronouns }),
  })
  const { data, error_codes } = (await answer.json()) as {
    data: { UserProfile?: { pronouns: string }[] }
    error_codes?: Record<string, string[]>
  }
  return { status: answer.status, pronouns: data.UserProfile?.[0]?.pronouns, codes: error_codes }
}

test('people set their pronouns, in up to 40 characters, and clear them', async () => {
  const person = await service.person()
  assert.deepEqual(await patch(person, ' she/her '), { status: 200, pronouns: 'she/her', codes: undefined })
  // Forty characters, each of two UTF-16 units.
  const long = '𝔢'.repeat(40)
  assert.equal((await patch(person, long)).pronouns, long)
  assert.deepEqual((await patch(person, `${long}x`)).codes, { pronouns: ['max_length'] })
  assert.equal((await patch(person, '')).pronouns, '')
})

test('operators set pronouns when they create a person, and find them in an export', async () => {
  const cli = await createCli()
  try {
    const args = ['--username', 'kim', '--email', 'kim@example.com', '--pronouns', 'they/them']
    await cli.json(['user', 'create', ...args])
    const { stdout } = await cli.run(['user', 'export', '--json'])
    assert.equal((JSON.parse(stdout) as { pronouns: string }).pronouns, 'they/them')
  } finally {
    await cli.remove()
  }
})
