import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { pageFault } from '../../src/page/page-build.ts'

let root: string

/** Writes a file with the modification time in seconds, and its folders. */
async function put(path: string, second: number): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true })
  await writeFile(join(root, path), '')
  for (let at = path; at !== 'web' && at !== '.'; at = dirname(at))
    await utimes(join(root, at), second, second)
}

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-page-build-'))
})
after(() => rm(root, { recursive: true, force: true }))

test('the log says if the page is missing or older than its sources, and nothing if it is current', async () => {
  assert.match(
    (await pageFault(root)) ?? '',
    /^the page is not built: run npm run build:web .* install a release/,
  )
  await put('web/dist/index.html', 1000)
  assert.equal(await pageFault(root), null, 'a release has no sources')
  await put('web/src/screens/profile.tsx', 900)
  assert.equal(await pageFault(root), null)
  await put('web/src/main.tsx', 1001)
  assert.match((await pageFault(root)) ?? '', /^the page is older than its sources: /)
})
