import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { create, extract } from 'tar'
import { signIn } from '../support/cli.ts'
import { type Content, contentOfFolder, embeddedPlace, here, withoutOrphans } from '../support/places.ts'
import { isScaledOut } from '../support/setup.ts'

const PASSWORD = 'correct horse battery staple'

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** The rows that do not change without requests, and the files of pictures that are shown. */
function lasting(content: Content) {
  const { rows, files } = withoutOrphans(content)
  return { users: rows.users, applications: rows.applications, sessions: rows.sessions, files }
}

/** Asserts that each shown picture has its two files; replaced ones are shown for another day. */
function assertComplete(content: Content): void {
  const shown = content.rows.pictures?.filter((row) => row.removed_at === null) ?? []
  assert.ok(shown.length > 0)
  assert.equal(Object.keys(lasting(content).files).length, 2 * shown.length)
}

test('a backup made during writes is complete, and is restored only where that destroys nothing', async () => {
  const place = await here({ PICTURES_PER_DAY: '100000' })
  const { cli } = place
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

    const [code, reason] = isScaledOut ? [2, /DATABASE_URL and OBJECTS_URL are set/] : [1, /is using/]
    const inUse = await cli.json<{ error: string }>(['restore', quiet, '--replace', '--yes'], { code })
    assert.match(inUse.error, reason)
    await service.stop()
    const original = lasting(await place.content())
    assertComplete(await place.content())

    const target = await embeddedPlace()
    const other = target.cli
    try {
      await other.json(['restore', quiet])
      assert.deepEqual(lasting(await target.content()), original)
      assert.equal((await other.run(['restore', busy])).code, 2)
      assert.equal((await other.run(['restore', busy, '--replace'])).code, 2)
      assert.deepEqual(lasting(await target.content()), original)
      const { previous } = await other.json<{ previous: string }>(['restore', busy, '--replace', '--yes'])
      assert.deepEqual(lasting(await contentOfFolder(previous)), original)
      assertComplete(await target.content())
      assert.equal((await other.json<{ ok: boolean }>(['doctor'])).ok, true)
    } finally {
      await target.remove()
    }
    await refusesDamaged(quiet, scratch)
  } finally {
    await place.remove()
    await rm(scratch, { recursive: true, force: true })
  }
})

test('doctor and backup name a damaged picture file, with the remedy, and an earlier backup stays', async () => {
  const place = await here({})
  const { cli } = place
  const scratch = await mkdtemp(join(tmpdir(), 'user-profile-damaged-'))
  try {
    const service = await cli.serve()
    const { apikey } = await cli.json<{ apikey: string }>(['app', 'create', '--name', 'A', '--kind', 'web'])
    const name = ['--username', 'ada', '--email', 'ada@example.com', '--password', PASSWORD]
    await cli.json(['user', 'create', ...name])
    const { access } = await signIn(service.base, apikey, 'ada', PASSWORD)
    const body = new FormData()
    const picture = sharp({ create: { width: 80, height: 60, channels: 3, background: 'teal' } })
    body.set('image', new Blob([new Uint8Array(await picture.jpeg().toBuffer())]), 'a.jpg')
    const headers = { apikey, authorization: `Bearer ${access}` }
    await fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers, body })
    await service.stop()
    const file = join(scratch, 'good.tar.gz')
    await cli.json(['backup', file])
    const good = await readFile(file)

    const { files: kept } = await place.content()
    const key = Object.keys(kept).find((one) => one.includes('master-square')) ?? ''
    const bytes = await place.readFile(key)
    const doctor = async (...options: string[]) => {
      const { code, stdout } = await cli.run(['doctor', '--json', ...options])
      const { checks } = JSON.parse(stdout) as {
        checks: { name: string; state: string; detail: string; items: string[] }[]
      }
      return { code, ...checks.find((check) => check.name === 'picture contents') }
    }
    assert.equal((await doctor()).state, 'ok')
    const changed = Buffer.from(bytes)
    changed[bytes.length >> 1]! ^= 1
    for (const damaged of [changed, bytes.subarray(0, 100), Buffer.alloc(0)]) {
      await place.writeFile(key, damaged)
      const told = await doctor()
      assert.deepEqual([told.code, told.state, told.items], [1, 'wrong', [key]])
      assert.match(told.detail ?? '', /restore them from a backup/)
      const quick = await doctor('--quick')
      assert.equal(quick.state, damaged === changed ? 'ok' : 'wrong', 'only the length')
      const refused = await cli.json<{ error: string }>(['backup', file], { code: 1 })
      assert.ok(refused.error.includes(key))
      assert.match(refused.error, /earlier backup.*--allow-damaged/)
      assert.deepEqual(await readFile(file), good)
      assert.deepEqual(await readdir(scratch), ['good.tar.gz'])
    }
    const anyway = join(scratch, 'anyway.tar.gz')
    await cli.json(['backup', anyway, '--allow-damaged'])
    assert.ok((await stat(anyway)).size > 0)
    await place.writeFile(key, bytes)
    assert.equal((await doctor()).state, 'ok')
    await cli.json(['backup', file])
  } finally {
    await place.remove()
    await rm(scratch, { recursive: true, force: true })
  }
})

async function refusesDamaged(good: string, scratch: string): Promise<void> {
  const { cli: target } = await embeddedPlace()
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
    assert.match(outside.error, /is not a backup/)

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
