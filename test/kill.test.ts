import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { openStores } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { command, type Place, type ServiceProcess, startProcess } from './support/process.ts'
import { type Installation, newInstallation } from './support/setup.ts'

const KILLS = 3
const PEOPLE = 4

let dataDir: string
let installation: Installation
let place: Exclude<Place, string>
let apikey: string
let photo: Buffer<ArrayBuffer>
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'user-profile-kill-'))
  installation = await newInstallation()
  place = { ...installation.settings, DATA_DIR: dataDir }
  apikey = (await command<{ apikey: string }>(place, 'app', 'create', '--name', 'kill', '--kind', 'web'))
    .apikey
  for (let i = 0; i < PEOPLE; i++) {
    const args = [
      '--username',
      `p${i}`,
      '--email',
      `p${i}@example.com`,
      '--password',
      'correct horse battery',
    ]
    await command(place, 'user', 'create', ...args)
  }
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 }
  const picture = sharp({ create: { width: 1200, height: 900, channels: 3, background: '#357', noise } })
  photo = Buffer.from(await picture.jpeg().toBuffer()) as Buffer<ArrayBuffer>
})
after(async () => {
  await installation.remove()
  await rm(dataDir, { recursive: true, force: true })
})

/** What a person was told is done. */
interface Acknowledged {
  firstName: string
  picture: string
}

test('after kill -9 during updates and uploads every acknowledged change is there, and no orphan stays', async () => {
  const acknowledged: Acknowledged[] = Array.from({ length: PEOPLE }, () => ({ firstName: '', picture: '' }))
  for (let round = 0; round < KILLS; round++) {
    const service = await startProcess(place, { PICTURES_PER_DAY: '1000000' })
    const people = await Promise.all(acknowledged.map((_, i) => signIn(service, i)))
    const load = people.map((headers, i) => changeUntilDead(service, headers, acknowledged[i]!, `r${round}`))
    await new Promise((resolve) => setTimeout(resolve, 700 + 311 * round))
    assert.equal(await service.end('SIGKILL'), 'SIGKILL')
    await Promise.all(load)
    assert.ok(
      acknowledged.every((person) => person.firstName.startsWith(`r${round}`)),
      'some updates were acknowledged',
    )

    const again = await startProcess(place)
    for (const [i, person] of acknowledged.entries()) {
      const headers = await signIn(again, i)
      const answer = await fetch(`${again.base}/user/get/profile/`, { headers })
      const { data } = (await answer.json()) as {
        data: { UserProfile: { first_name: string }[]; ProfileImage: string }
      }
      // An unacknowledged change may have been committed just before the end; it is newer, never older.
      assert.ok(number(data.UserProfile[0]?.first_name) >= number(person.firstName), person.firstName)
      if (person.picture === '') continue
      const picture = await fetch(new URL(data.ProfileImage, again.base))
      assert.equal(picture.status, 200)
      assert.ok((await picture.arrayBuffer()).byteLength > 0)
    }
    await again.end('SIGTERM')
  }

  await command(place, 'doctor', '--fix', '--grace', '0')
  const report = await command<{ ok: boolean }>(place, 'doctor', '--grace', '0')
  assert.equal(report.ok, true)
  assert.deepEqual(await readdir(join(dataDir, 'tmp')), [])
  const { db, objects } = await openStores(readConfig(place))
  const keys = (await Array.fromAsync(objects.list(''))).map(({ key }) => key.split('/')[0])
  objects.close()
  await db.close()
  assert.ok(new Set(keys).size <= PEOPLE, `files of ${new Set(keys).size} pictures for ${PEOPLE} people`)
})

async function signIn(service: ServiceProcess, i: number): Promise<Record<string, string>> {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey },
    body: new URLSearchParams({ username: `p${i}`, password: 'correct horse battery' }),
  })
  const { access } = (await answer.json()) as { access: string }
  return { apikey, authorization: `Bearer ${access}` }
}

async function changeUntilDead(
  service: ServiceProcess,
  headers: Record<string, string>,
  person: Acknowledged,
  mark: string,
): Promise<void> {
  const updates = async () => {
    for (let n = 0; ; n++) {
      const firstName = `${mark}-${n}`
      const body = new URLSearchParams({ first_name: firstName })
      const answer = await fetch(`${service.base}/user/profile/`, { method: 'PATCH', headers, body })
      if (answer.status === 200) person.firstName = firstName
    }
  }
  const uploads = async () => {
    for (;;) {
      const body = new FormData()
      body.append('image', new Blob([photo]), 'photo.jpg')
      const answer = await fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers, body })
      if (answer.status !== 200) continue
      const { data } = (await answer.json()) as { data: { ProfileImage: string } }
      person.picture = data.ProfileImage
    }
  }
  await Promise.allSettled([updates(), uploads()])
}

function number(name: string | undefined): number {
  const [round = '0', n = '0'] = (name ?? '').slice(1).split('-')
  return Number(round) * 1_000_000 + Number(n)
}
