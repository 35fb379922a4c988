import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { faultsOf, type LockedPackage, lockedPackages, root } from '../../scripts/dependencies.ts'
import { imageFiles, imagesOf, isPinned, lookUpDigest, pinImages } from '../../scripts/images.ts'

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`
const base: LockedPackage = {
  path: 'node_modules/a',
  name: 'a',
  version: '1.0.0',
  license: 'MIT',
  integrity: '',
  isDev: false,
  hasInstallScript: false,
}

test('the packages, licenses and images of this version are acceptable', () => {
  execFileSync(process.execPath, ['scripts/check-dependencies.ts'], { cwd: root })
})

for (const [what, more, isFault] of [
  ['an accepted license', { license: 'ISC' }, false],
  ['one of two accepted', { license: '(GPL-3.0-only OR MIT)' }, false],
  ['an accepted one AND another', { license: 'MIT AND GPL-3.0-only' }, true],
  ['a strong copyleft', { license: 'AGPL-3.0-only' }, true],
  ['no license', { license: '' }, true],
  ['LGPL outside of libvips', { license: 'LGPL-3.0-or-later' }, true],
  ['LGPL of libvips', { name: '@img/sharp-libvips-linux-x64', license: 'LGPL-3.0-or-later' }, false],
  ['any license of a tool', { license: 'GPL-3.0-only', isDev: true }, false],
  [
    'any license of a tool that ends up in the page',
    { license: 'GPL-3.0-only', isDev: true, path: 'page' },
    true,
  ],
  ['an install script', { hasInstallScript: true }, true],
  ['an install script of a tool', { hasInstallScript: true, isDev: true }, true],
] as const)
  test(`a package with ${what} is ${isFault ? 'refused' : 'accepted'}`, () => {
    assert.equal(faultsOf([{ ...base, ...more }], new Set(['page'])).length, isFault ? 1 : 0)
  })

test('the lock file is read completely: our own package is not a dependency, and install scripts are found', () => {
  const text = JSON.stringify({
    packages: {
      '': { version: '1.0.0', hasInstallScript: true },
      'node_modules/a/node_modules/@b/c': { version: '2.0.0', dev: true, hasInstallScript: true },
    },
  })
  assert.deepEqual(lockedPackages(text), [
    {
      ...base,
      path: 'node_modules/a/node_modules/@b/c',
      name: '@b/c',
      version: '2.0.0',
      license: '',
      isDev: true,
      hasInstallScript: true,
    },
  ])
})

test('every image in the Dockerfile and compose file is found, and pinning writes its digest', async () => {
  for (const { file, pattern } of imageFiles) {
    const text = readFileSync(join(root, file), 'utf8')
    const images = imagesOf(text, pattern)
    assert.ok(images.length >= 3, file)
    const asked: string[] = []
    const pinned = await pinImages(text, pattern, async (image) => {
      asked.push(image)
      return DIGEST
    })
    const now = imagesOf(pinned, pattern)
    assert.ok(now.every(isPinned), file)
    assert.deepEqual(asked, [...new Set(images.map((image) => image.split('@')[0]))])
    assert.equal(now.length, images.length)
    // Pinning other content replaces the digest instead of adding one.
    const next = DIGEST.replace('0', 'f')
    assert.equal(await pinImages(pinned, pattern, async () => next), pinned.replaceAll(DIGEST, next))
    await assert.rejects(
      pinImages(text, pattern, async () => 'latest'),
      /no digest/,
    )
  }
})

test('the digest is requested from the registry like Docker does, with an anonymous token if it requires one', async (t) => {
  const asked: string[] = []
  const registry = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url?.startsWith('/token')) return response.end('{"token":"t"}')
    const port = (registry.address() as AddressInfo).port
    const challenge = `Bearer realm="http://127.0.0.1:${port}/token",service="registry.example"`
    if (request.headers.authorization !== 'Bearer t')
      return response.writeHead(401, { 'www-authenticate': challenge }).end()
    if (request.url?.includes('/unknown/')) return response.writeHead(404).end()
    return response.writeHead(200, { 'docker-content-digest': DIGEST }).end()
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  t.after(() => registry.close())
  const hub = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`
  assert.equal(await lookUpDigest('debian:bookworm-slim', hub), DIGEST)
  assert.deepEqual(asked, [
    'HEAD /v2/library/debian/manifests/bookworm-slim',
    'GET /token?service=registry.example&scope=repository%3Alibrary%2Fdebian%3Apull',
    'HEAD /v2/library/debian/manifests/bookworm-slim',
  ])
  assert.equal(await lookUpDigest('valkey/valkey:8.1-alpine', hub), DIGEST)
  assert.equal(asked.at(-1), 'HEAD /v2/valkey/valkey/manifests/8.1-alpine')
  await assert.rejects(lookUpDigest('who/unknown:1', hub), /404/)
})
