import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { detailed } from '../support/pictures.ts'
import { type Person, startService, type TestService } from '../support/service.ts'
import { type Installation, newScaledOut, server } from '../support/setup.ts'
import { eventually } from '../support/wait.ts'

const opened: { service: TestService; installation: Installation }[] = []
after(async () => {
  for (const { service, installation } of opened) {
    await service.stop()
    await installation.remove()
  }
})

async function open(settings: Record<string, string>) {
  const installation = await newScaledOut()
  const service = await startService({ ...installation.settings, ...settings })
  opened.push({ service, installation })
  return service
}

async function upload(service: TestService, person: Person): Promise<string> {
  const body = new FormData()
  body.set('image', new Blob([Buffer.from(await detailed(300, 200).jpeg().toBuffer())]), 'a.jpg')
  const answer = await fetch(`${service.base}/user/profile-image/`, {
    method: 'POST',
    headers: person.headers,
    body,
  })
  const { data } = (await answer.json()) as { data: { ProfileImage: string } }
  return `${service.origin}${data.ProfileImage}`
}

test('with signed links the bucket itself serves the picture, in the format that the browser accepts', async () => {
  const service = await open({ PICTURE_DELIVERY: 'signed' })
  const url = await upload(service, await service.person())
  const headers = { accept: 'image/webp' }
  const answer = await fetch(url, { headers, redirect: 'manual' })
  assert.equal(answer.status, 302)
  assert.equal(answer.headers.get('vary'), 'Accept')
  assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin')
  // Cached for less than the lifetime of the link, so that no cache serves an expired one.
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=1800')
  const link = answer.headers.get('location') ?? ''
  assert.ok(link.startsWith(server('TEST_S3')))
  const picture = await fetch(link)
  assert.equal(picture.headers.get('content-type'), 'image/webp')
  assert.equal(picture.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.ok((await picture.arrayBuffer()).byteLength > 100)
  const again = await fetch(`${url}.jpg`, { redirect: 'manual' })
  assert.equal(again.headers.get('vary'), null)
})

test('a removed picture no longer gets a link, and its object is soon deleted from the bucket', async () => {
  const service = await open({ PICTURE_DELIVERY: 'signed' })
  const person = await service.person()
  const url = await upload(service, person)
  const link = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
  await fetch(`${service.base}/user/profile-image/`, { method: 'DELETE', headers: person.headers })
  assert.equal((await fetch(url, { redirect: 'manual' })).status, 404)
  await eventually(async () => (await fetch(link)).status === 404)
})

test('with public links the picture is at the address that the operator set', async () => {
  const service = await open({
    PICTURE_DELIVERY: 'public',
    PICTURE_PUBLIC_URL: 'https://cdn.example.com/pictures/',
  })
  const url = await upload(service, await service.person())
  const answer = await fetch(`${url}.webp`, { redirect: 'manual' })
  assert.equal(answer.status, 302)
  const id = new URL(url).pathname.split('/')[2]
  assert.equal(answer.headers.get('location'), `https://cdn.example.com/pictures/${id}/512.webp`)
  assert.equal(await service.services.objects.has(`${id}/512.webp`), true, 'it is there before it is named')
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=86400')
})

test('a person without a picture gets the generated one from the service itself, however pictures are delivered', async () => {
  const service = await open({ PICTURE_DELIVERY: 'signed' })
  const person = await service.person()
  const answer = await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })
  const { data } = (await answer.json()) as { data: { ProfileImageUrl: string; ProfileImage: string } }
  assert.equal((await fetch(`${service.origin}${data.ProfileImage}`, { redirect: 'manual' })).status, 200)
})
