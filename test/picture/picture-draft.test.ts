import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { checksumOf } from '../../src/picture/picture-checksum.ts'
import { isChecksum, writeMasters } from '../../src/picture/picture-draft.ts'
import type { Prepared } from '../../src/picture/picture-intake.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-drafts-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const master = (content: string) => ({ bytes: Buffer.from(content), contentType: 'image/jpeg' as const })
const prepared: Prepared = {
  ...{ width: 4, height: 3, crop: null },
  original: master('original'),
  square: master('square'),
}

test('masters are written where the service says, and their checksums returned', async () => {
  const paths = { original: join(folder, 'a'), square: join(folder, 'b') }
  const written = await writeMasters(prepared, paths)
  assert.deepEqual(written, {
    ...prepared,
    original: { contentType: 'image/jpeg', checksum: checksumOf(Buffer.from('original')) },
    square: { contentType: 'image/jpeg', checksum: checksumOf(Buffer.from('square')) },
  })
  assert.equal(await readFile(paths.original, 'utf8'), 'original')
  assert.equal(await readFile(paths.square, 'utf8'), 'square')
})

test('a master that cannot be written is returned, and leaves no file', async () => {
  const paths = { original: join(folder, 'c'), square: join(folder, 'missing', 'd') }
  const written = await writeMasters(prepared, paths)
  assert.ok('checksum' in written.original)
  assert.equal(written.square, prepared.square)
  assert.equal((await readdir(folder)).includes('missing'), false)
})

test('a checksum that a child process makes up is no checksum', () => {
  const sound = checksumOf(Buffer.from('x'))
  assert.ok(isChecksum(sound))
  const wrong = [
    { ...sound, size: 0 },
    { ...sound, size: 1.5 },
    { ...sound, size: '1' as unknown as number },
    { ...sound, sha256: `${sound.sha256}0` },
    { ...sound, sha256: 'x'.repeat(64) },
  ]
  for (const one of wrong) assert.equal(isChecksum(one), false, JSON.stringify(one))
})
