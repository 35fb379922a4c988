import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pageFault } from '../src/page/page-files.ts'

let root: string
const dist = () => join(root, 'dist')

/** Writes a file that was changed at the second. */
async function put(path: string, second: number): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true })
  await writeFile(join(root, path), '')
  await utimes(join(root, path), second, second)
}

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-page-build-'))
})
after(() => rm(root, { recursive: true, force: true }))

test('the log says that the page is missing, that it is older than its sources, and nothing of one that is as it should be', async () => {
  assert.match(
    (await pageFault(dist())) ?? '',
    /^the page is not built: run npm run build:web .* install a release/,
  )
  await put('dist/index.html', 1000)
  assert.equal(await pageFault(dist()), null, 'a release has no sources')
  await put('src/screens/profile.tsx', 900)
  assert.equal(await pageFault(dist()), null)
  await put('src/main.tsx', 1001)
  assert.match((await pageFault(dist())) ?? '', /^the page is older than its sources: /)
})
