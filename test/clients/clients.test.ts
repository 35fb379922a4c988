import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { simpleParser } from 'mailparser'
import sharp from 'sharp'
import { serviceFixture } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const run = promisify(execFile)
const clients = {
  'Node (request)': [process.execPath, join(import.meta.dirname, 'client.cjs')],
  'PHP (curl)': ['php', join(import.meta.dirname, 'client.php')],
} as const

const files = { image: '', cropped: '' }
const service = await serviceFixture()
before(async () => {
  files.image = join(service.dataDir, 'sample.jpg')
  files.cropped = join(service.dataDir, 'sample.png')
  const photo = sharp({
    create: {
      width: 900,
      height: 600,
      channels: 3,
      background: '#3a7',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
  await writeFile(files.image, await photo.clone().jpeg().toBuffer())
  await writeFile(files.cropped, await photo.clone().resize(300, 300).png().toBuffer())
})

/** Returns the six digits in the newest mail to the address, which is a file because no mail server is set. */
function mailedCode(address: string): Promise<string> {
  const folder = join(service.dataDir, 'mail')
  return eventually(async () => {
    for (const name of (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.eml'))) {
      const mail = await simpleParser(await readFile(join(folder, name)))
      const to = [mail.to ?? []].flat().flatMap((list) => list.value.map((entry) => entry.address))
      const code = /\b\d{6}\b/.exec(mail.text ?? '')?.[0]
      if (to.includes(address) && code) return code
    }
    return null
  })
}

for (const [name, [program, script]] of Object.entries(clients)) {
  describe(`a client in ${name} written for the published documentation`, () => {
    let token = ''
    let checksum = ''
    let username = ''
    const address = `${name.slice(0, 3).toLowerCase()}-new@example.com`

    const call = async (method: string, path: string, body: string, fields: Record<string, string> = {}) => {
      const request = {
        method,
        url: `${service.base}/${path}`,
        apikey: service.apiKey,
        token,
        body,
        fields,
        ...files,
      }
      const { stdout } = await run(program, [script, JSON.stringify(request)])
      return JSON.parse(stdout)
    }

    test('signs in and reads access and refresh from the top level', async () => {
      const person = await service.person()
      username = person.username
      const { status, body } = await call('POST', 'user/login/', 'form', {
        username,
        password: person.password,
      })
      assert.equal(status, 200)
      assert.equal(typeof body.refresh, 'string')
      token = body.access
    })

    test('gets the profile', async () => {
      const { status, body } = await call('GET', 'user/get/profile/', 'get-profile')
      assert.equal(status, 200)
      assert.equal(body.data.UserProfile[0].username, username)
    })

    test('updates the profile with all four fields', async () => {
      const { body: before } = await call('GET', 'user/get/profile/', 'get-profile')
      const fields = {
        first_name: 'Ada',
        last_name: 'Lovelace',
        email: before.data.UserProfile[0].email,
        phone_number: '999999999',
      }
      const { status, body } = await call('POST', 'user/update/profile/', 'form', fields)
      assert.equal(status, 200)
      assert.deepEqual(
        [body.data.UserProfile[0].first_name, body.data.UserProfile[0].phone_number],
        ['Ada', '999999999'],
      )
    })

    test('reads the error of a field', async () => {
      const { status, body } = await call('POST', 'user/update/profile/', 'form', { first_name: 'Ada' })
      assert.deepEqual([status, body.errors], [400, { email: ['This field is required.'] }])
    })

    test('requests a code, and reads success and checksum from the top level', async () => {
      const { status, body } = await call('POST', 'user/token-generator/', 'form', { email: address })
      assert.deepEqual([status, body.success], [200, true])
      checksum = body.token_checksum
      assert.equal(typeof checksum, 'string')
    })

    test('changes the e-mail address with the mailed code', async () => {
      const fields = {
        email: address,
        token_checksum_field: checksum,
        token_field: await mailedCode(address),
      }
      const { status, body } = await call('POST', 'user/update/profile/', 'form', fields)
      assert.deepEqual([status, body.errors], [200, {}])
      assert.equal(body.data.UserProfile[0].email, address)
    })

    for (const path of ['user/profile-image/', 'user/profile/profile-image/']) {
      for (const reading of ['pictures', 'pictures-as-printed']) {
        test(`sends its picture to ${path} (${reading})`, async () => {
          const { status, body } = await call('POST', path, reading)
          assert.deepEqual([status, body.errors], [200, {}])
          const picture = await fetch(service.origin + body.data.ProfileImage)
          assert.equal(picture.status, 200)
        })
      }
    }

    test('gets the local info', async () => {
      const { status, body } = await call('GET', 'get/local-info/', 'local-info')
      assert.equal(status, 200)
      assert.ok(body.data.languages.length > 50)
      assert.ok(body.data.currencies.length > 50 && body.data.timezones.length > 50)
    })
  })
}
