import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { here, type Place } from '../support/places.ts'
import { eventually } from '../support/wait.ts'

let place: Place
let scratch: string
before(async () => {
  place = await here()
  scratch = await mkdtemp(join(tmpdir(), 'user-profile-interrupted-'))
  // Enough rows to interrupt a command in the middle of them.
  const header = 'username,email\n'
  const rows = Array.from({ length: 15_000 }, (_, i) => `p${i},p${i}@example.com\n`).join('')
  const ran = await place.cli.run(['user', 'import', '-'], header + rows)
  assert.equal(ran.code, 0, ran.stderr)
})
after(async () => {
  await place.remove()
  await rm(scratch, { recursive: true, force: true })
})

const commands = { backup: ['backup'], 'user export': ['user', 'export', '--format', 'csv'] }
const ends = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** Starts the command and sends the signal as soon as it starts writing. */
async function interrupt(args: string[], folder: string, signal: NodeJS.Signals) {
  const child = place.cli.start([...args, join(folder, 'target')])
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  await eventually(async () => {
    const names = await readdir(folder, { recursive: true })
    return names.some((name) => /user-profile\.sqlite$|people$/.test(name))
  })
  const [partial] = (await readdir(folder)).filter((name) => /\.partial(\.new)?$/.test(name))
  const mode = (await stat(join(folder, partial ?? ''))).mode & 0o777
  assert.equal(mode, 0o700, 'nobody else can read what is being written')
  child.kill(signal)
  return closed
}

for (const [name, args] of Object.entries(commands)) {
  for (const [signal, code] of Object.entries(ends)) {
    test(`${name} interrupted by ${signal} leaves nothing next to its target`, async () => {
      const folder = await mkdtemp(join(scratch, 'signal-'))
      assert.deepEqual(await interrupt(args, folder, signal as NodeJS.Signals), [code, null])
      assert.deepEqual(await readdir(folder), [])
    })
  }

  test(`leftovers of a killed ${name} are removed by the next one, under whatever name, and running ones are spared`, async () => {
    const folder = await mkdtemp(join(scratch, 'kill-'))
    assert.deepEqual(await interrupt(args, folder, 'SIGKILL'), [null, 'SIGKILL'])
    const [left] = await readdir(folder)
    assert.match(left ?? '', /^target\.[0-9a-f]{16}\.partial$/)
    const before = join(folder, 'other.123456.partial')
    await mkdir(before)
    await utimes(before, 0, 0)
    await writeFile(join(folder, 'notes.partial'), 'of somebody else')
    const both = await Promise.all(
      ['other', 'third'].map((target) => place.cli.run([...args, join(folder, target)])),
    )
    assert.deepEqual(
      both.map((ran) => [ran.code, ran.stderr]),
      [
        [0, ''],
        [0, ''],
      ],
    )
    assert.deepEqual((await readdir(folder)).sort(), ['notes.partial', 'other', 'third'])
    assert.equal((await stat(join(folder, 'other'))).mode & 0o777, 0o600)
  })
}
