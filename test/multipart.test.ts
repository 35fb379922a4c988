import assert from 'node:assert/strict'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Person, startService, type TestService } from './support/service.ts'

let service: TestService
let person: Person
before(async () => {
  service = await startService()
  person = await service.person()
})
after(() => service.stop())

const contentType = { 'content-type': 'multipart/form-data; boundary=B' }
const form = (...lines: string[]) => `${lines.join('\r\n')}\r\n`

for (const [what, header] of [
  ['a text', 'Content-Disposition: form-data'],
  ['a file', 'Content-Disposition: form-data; filename="a.txt"'],
  ['something', 'Content-Type: text/plain'],
] as const) {
  const body = form('--B', header, '', 'v', '--B--')
  for (const path of ['/nothing', '/', '/undo/x', '/page/session']) {
    test(`a part without a name that holds ${what} is left out at ${path}`, async () => {
      const answer = await fetch(service.origin + path, { method: 'POST', headers: contentType, body })
      assert.ok(answer.status >= 400 && answer.status < 500, String(answer.status))
      assert.equal((await fetch(`${service.origin}/healthz`)).status, 200)
    })
  }
  test(`a part without a name that holds ${what} stands beside fields that count`, async () => {
    const fields = form('--B', 'Content-Disposition: form-data; name="first_name"', '', 'Ada')
    const answer = await fetch(`${service.base}/user/profile/`, {
      method: 'PATCH',
      headers: { ...person.headers, ...contentType },
      body: fields + body,
    })
    assert.equal(answer.status, 200)
    const { data } = (await answer.json()) as { data: { UserProfile: [{ first_name: string }] } }
    assert.equal(data.UserProfile[0].first_name, 'Ada')
  })
}

test('an upload that cannot be kept on the disk is refused with 503, and the next one is accepted', async () => {
  const { temporaryFolder } = service.services
  const upload = () => {
    const body = new FormData()
    body.append('image', new Blob(['x'.repeat(200_000)]), 'a.jpg')
    body.append('cropped_image', new Blob(['x'.repeat(200_000)]), 'b.jpg')
    return fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers: person.headers, body })
  }
  const elsewhere = join(service.dataDir, 'elsewhere')
  await rename(temporaryFolder, elsewhere)
  try {
    const answer = await upload()
    assert.equal(answer.status, 503)
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/)
    assert.equal(((await answer.json()) as { status_code: number }).status_code, 503)
  } finally {
    await rename(elsewhere, temporaryFolder)
  }
  assert.equal((await upload()).status, 400)
})
