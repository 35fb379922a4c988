import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { request } from 'node:https'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { parse } from 'yaml'
import { settings } from '../../src/config/settings.ts'
import { receivingTime } from '../../src/http/body/receive.ts'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { read } from '../support/deploy.ts'
import { startNginx, withoutNginx } from '../support/nginx.ts'
import { profileShown, signIn } from '../support/page.ts'
import { startService, type TestService } from '../support/service.ts'
import { freePort } from '../support/wait.ts'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

const LIMIT = Number(settings.PICTURE_MAX_BYTES.default)

test('both nginx configurations allow a picture and its crop', () => {
  for (const file of ['user-profile.conf', 'user-profile-prefix.conf']) {
    const megabytes = Number(/client_max_body_size (\d+)m;/.exec(read(`deploy/nginx/${file}`))?.[1])
    assert.ok(megabytes * 1024 ** 2 > 2 * LIMIT, file)
  }
})

test('no proxy keeps a connection longer than the service', async () => {
  const service = await startService()
  const [answer] = await once(
    get(`${service.origin}/healthz`, { agent: new Agent({ keepAlive: true }) }),
    'response',
  )
  const kept = Number(/timeout=(\d+)/.exec(answer.resume().headers['keep-alive'])?.[1]) * 1000
  await service.stop()
  const { http } = parse(read('deploy/traefik/dynamic.yaml'))
  const { idleConnTimeout } = http.serversTransports['user-profile'].forwardingTimeouts
  assert.match(idleConnTimeout, /^\d+s$/)
  assert.ok(Number.parseInt(idleConnTimeout, 10) * 1000 < kept)
  // The default of nginx, keepalive_timeout of an upstream.
  assert.doesNotMatch(read('deploy/nginx/user-profile.conf'), /^ +keepalive_timeout/m)
  assert.ok(60_000 < kept)
})

test('Traefik waits for a body as long as the service does', () => {
  const { entryPoints } = parse(read('deploy/traefik/traefik.yaml'))
  const { readTimeout } = entryPoints.websecure.transport.respondingTimeouts
  assert.ok(Number.parseInt(readTimeout, 10) * 1000 > receivingTime.longest)
})

/** A photograph of exactly this many bytes: decoders ignore data after the end of the image. */
async function photoOf(bytes: number): Promise<Buffer> {
  const photo = await sharp({ create: { width: 640, height: 640, channels: 3, background: '#3a7' } })
    .jpeg()
    .toBuffer()
  return Buffer.concat([photo, Buffer.alloc(bytes - photo.length)])
}

for (const [where, prefix] of [
  ['on a separate host', ''],
  ['below a path of another host', '/profile'],
] as const) {
  describe(`behind nginx, ${where}`, { skip: withoutNginx }, () => {
    let service: TestService
    let nginx: { stop(): Promise<void> }
    let url: string
    before(async () => {
      const port = await freePort(2)
      url = `https://localhost:${port}${prefix}`
      const settings = { PORT: String(port + 1), PUBLIC_URL: url, TRUST_PROXY: '127.0.0.1' }
      service = await startService(settings)
      nginx = await startNginx({ port, service: port + 1 }, prefix !== '')
    })
    after(async () => {
      await nginx.stop()
      await service.stop()
    })

    /** Calls through nginx, whose certificate is self-signed. */
    const call = (path: string, options: { method?: string; headers?: object; body?: FormData } = {}) =>
      new Promise<Answer>((resolve, reject) => {
        const { method = 'GET', headers = {}, body } = options
        const form = body && new Response(body)
        const asked = request(url + path, {
          method,
          headers: { ...headers, ...(form && { 'content-type': form.headers.get('content-type') ?? '' }) },
          rejectUnauthorized: false,
        })
        asked.on('error', reject).on('response', async (response) => {
          const chunks = await response.toArray()
          const { statusCode: status = 0, headers } = response
          resolve({ status, headers, body: Buffer.concat(chunks).toString() })
        })
        if (form) form.arrayBuffer().then((bytes) => asked.end(Buffer.from(bytes)), reject)
        else asked.end()
      })

    const upload = async (sizes: Record<string, number>) => {
      const { headers } = await service.person()
      const body = new FormData()
      for (const [name, size] of Object.entries(sizes))
        body.append(name, new Blob([await photoOf(size)]), `${name}.jpg`)
      return call('/api/v1/user/profile-image/', { method: 'POST', headers, body })
    }

    test('a picture and its crop at the limit are accepted', async () => {
      const { status, body } = await upload({ image: LIMIT, cropped_image: LIMIT })
      assert.equal(status, 200, body)
    })

    test('the service itself refuses a picture beyond the limit, in its own format', async () => {
      const { status, body } = await upload({ image: LIMIT + 1 })
      assert.equal(status, 413, body)
      assert.equal(JSON.parse(body).status_code, 413)
    })

    test('nginx refuses bodies larger than any upload', async () => {
      const { status, body } = await upload({ image: 110_000_000 })
      assert.equal(status, 413)
      assert.match(body, /nginx/)
    })

    test('limits count the address that nginx saw, whatever a client claims', async () => {
      const body = new FormData()
      body.append('username', 'nobody')
      body.append('password', 'wrong')
      const headers = { apikey: service.apiKey, 'x-forwarded-for': '203.0.113.9' }
      const { status } = await call('/api/v1/user/login/', { method: 'POST', headers, body })
      assert.equal(status, 401)
      const event = service.logged.findLast((line) => line.event === 'sign_in.failed')
      assert.equal(event?.address, '127.0.0.1')
    })

    test('an entity tag stays strong, and is compared', async () => {
      const { headers } = await service.person()
      const path = '/api/v1/user/get/profile/'
      const first = await call(path, { headers: { ...headers, 'accept-encoding': 'gzip' } })
      const tag = String(first.headers.etag)
      assert.match(tag, /^"/)
      assert.equal((await call(path, { headers: { ...headers, 'if-none-match': tag } })).status, 304)
    })

    test('every address that the service returns leads back to it', async () => {
      const { headers } = await service.person()
      const { data } = JSON.parse((await call('/api/v1/user/get/profile/', { headers })).body)
      const { origin } = new URL(url)
      for (const address of [
        origin + data.ProfileImage,
        data.ProfileImageUrl,
        ...Object.values<string>(data.ProfileImages),
      ]) {
        assert.ok(address.startsWith(`${url}/`), address)
        assert.equal((await call(address.slice(url.length))).status, 200, address)
      }
      const document = JSON.parse((await call('/api/v1/openapi.json')).body)
      assert.equal(document.servers[0].url, url)
      const undo = await call('/email-change/undo/unknown')
      const style = new URL(
        /rel="stylesheet" href="([^"]+)"/.exec(undo.body)?.[1] ?? '',
        `${url}/email-change/undo/unknown`,
      )
      assert.equal((await call(style.href.slice(url.length))).status, 200, style.href)
      const [, claims = ''] = (await service.person()).access.split('.')
      assert.equal(JSON.parse(Buffer.from(claims, 'base64url').toString()).iss, url)
      assert.equal((await call('/.well-known/jwks.json')).status, 200)
    })

    test('people sign in on the page, and stay signed in', { skip: withoutBrowser }, async () => {
      const person = await service.person()
      const browser = await startBrowser()
      try {
        const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-US' })
        const page = await context.newPage()
        const failed: string[] = []
        page.on('response', (answer) => answer.status() >= 400 && failed.push(answer.url()))
        page.on('request', (asked) => {
          if (!/^(data|blob):/.test(asked.url()) && !asked.url().startsWith(url)) failed.push(asked.url())
        })
        await page.goto(url)
        assert.equal(page.url(), `${url}/`)
        await signIn(page, person)
        await page.reload()
        await profileShown(page)
        const cookies = await context.cookies()
        assert.ok(cookies.length > 0)
        for (const { path, secure } of cookies) {
          assert.equal(path, `${prefix}/session/`)
          assert.ok(secure)
        }
        assert.deepEqual(failed, [])
      } finally {
        await browser.close()
      }
    })

    if (prefix !== '')
      test('the rest of the host is somebody else’s', async () => {
        const { origin } = new URL(url)
        const body = await new Promise<string>((resolve, reject) =>
          request(`${origin}/api/v1/user/login/`, { rejectUnauthorized: false }, async (response) =>
            resolve(Buffer.concat(await response.toArray()).toString()),
          )
            .on('error', reject)
            .end(),
        )
        assert.equal(body, 'something else\n')
      })
  })
}
