import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import sharp from 'sharp'
import { create, extract } from 'tar'
import { createCli, signIn } from './support/cli.ts'

const PASSWORD = 'correct horse battery staple'

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Rows of the database and hashes of the picture files that they name. */
async function contentOf(dataDir: string) {
  const database = new DatabaseSync(join(dataDir, 'user-profile.sqlite'), { readOnly: true })
  const rows = (table: string) => database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()
  const pictures = rows('pictures').filter((row) => row.removed_at === null)
  const hashes: Record<string, string> = {}
  for (const row of pictures) {
    for (const key of [String(row.original_key), String(row.square_key)]) {
      const bytes = await readFile(join(dataDir, 'pictures', key))
      hashes[key] = createHash('sha256').update(bytes).digest('hex')
    }
  }
  const content = {
    users: rows('users'),
    applications: rows('applications'),
    sessions: rows('sessions'),
    hashes,
  }
  database.close()
  return content
}

test('a backup made under writes is whole, and is restored only where that destroys nothing', async () => {
  const cli = await createCli({ PICTURES_PER_DAY: '100000' })
  const scratch = await mkdtemp(join(tmpdir(), 'user-profile-backup-'))
  try {
    const service = await cli.serve()
    const { apikey } = await cli.json<{ apikey: string }>(['app', 'create', '--name', 'A', '--kind', 'web'])
    await cli.json([
      'user',
      'create',
      '--username',
      'ada',
      '--email',
      'ada@example.com',
      '--password',
      PASSWORD,
    ])
    const { access } = await signIn(service.base, apikey, 'ada', PASSWORD)
    const headers = { apikey, authorization: `Bearer ${access}` }
    let isOver = false
    const picture = await sharp({ create: { width: 80, height: 60, channels: 3, background: 'teal' } })
      .jpeg()
      .toBuffer()
    const upload = async () => {
      const body = new FormData()
      body.set('image', new Blob([new Uint8Array(picture)]), 'a.jpg')
      return (await fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers, body })).status
    }
    assert.equal(await upload(), 200)
    const writing = (async () => {
      for (let i = 0; !isOver; i++) {
        const body = new URLSearchParams({ email: 'ada@example.com', first_name: `Ada ${i}` })
        await fetch(`${service.base}/user/update/profile/`, { method: 'POST', headers, body })
        if (i % 10 === 0) await upload()
      }
    })()
    const busy = join(scratch, 'busy.tar.gz')
    await cli.json(['backup', busy])
    isOver = true
    await writing
    assert.equal((await stat(busy)).mode & 0o777, 0o600)
    const quiet = join(scratch, 'quiet.tar.gz')
    await cli.json(['backup', quiet])
    assert.deepEqual((await readdir(scratch)).sort(), ['busy.tar.gz', 'quiet.tar.gz'])

    const inUse = await cli.json<{ error: string }>(['restore', quiet, '--replace', '--yes'], { code: 1 })
    assert.match(inUse.error, /is using/)
    await service.stop()
    const original = await contentOf(cli.dataDir)
    assert.equal(Object.keys(original.hashes).length, 2)

    const other = await createCli()
    try {
      await other.json(['restore', quiet])
      assert.deepEqual(await contentOf(other.dataDir), original)
      assert.equal((await other.run(['restore', busy])).code, 2)
      assert.equal((await other.run(['restore', busy, '--replace'])).code, 2)
      assert.deepEqual(await contentOf(other.dataDir), original)
      const { previous } = await other.json<{ previous: string }>(['restore', busy, '--replace', '--yes'])
      assert.deepEqual(await contentOf(previous), original)
      const under = await contentOf(other.dataDir)
      assert.equal(Object.keys(under.hashes).length, 2)
      assert.equal((await other.json<{ ok: boolean }>(['doctor'])).ok, true)
    } finally {
      await other.remove()
    }
    await refusesDamaged(quiet, scratch)
  } finally {
    await cli.remove()
    await rm(scratch, { recursive: true, force: true })
  }
})

async function refusesDamaged(good: string, scratch: string): Promise<void> {
  const target = await createCli()
  const unpacked = await mkdtemp(join(scratch, 'unpacked-'))
  try {
    await extract({ file: good, cwd: unpacked })
    const names = await readdir(unpacked)
    const [picture = ''] = await files(join(unpacked, 'pictures'))
    const bytes = await readFile(picture)
    const bad = join(scratch, 'bad.tar.gz')
    await writeFile(picture, Buffer.concat([bytes, Buffer.from('x')]))
    await create({ gzip: true, cwd: unpacked, file: bad }, names)
    const changed = await target.json<{ error: string }>(['restore', bad], { code: 1 })
    assert.match(changed.error, /differs from its checksum/)

    await writeFile(picture, bytes)
    await writeFile(join(scratch, 'evil'), 'x')
    await create({ gzip: true, cwd: unpacked, file: bad, preservePaths: true }, [...names, '../evil'])
    const outside = await target.json<{ error: string }>(['restore', bad], { code: 1 })
    assert.match(outside.error, /is no backup/)

    await writeFile(bad, (await readFile(good)).subarray(0, 2000))
    assert.equal((await target.run(['restore', bad])).code, 1)
    assert.deepEqual(
      (await readdir(target.dataDir)).filter((name) => !name.endsWith('.lock')),
      [],
    )
  } finally {
    await target.remove()
  }
}
