import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const folder = mkdtempSync(join(tmpdir(), 'bound-'))
after(() => rmSync(folder, { recursive: true }))

test('a test file whose process does not end is stopped, and what keeps it alive is named', () => {
  const file = join(folder, 'leaks.test.mjs')
  writeFileSync(
    file,
    `import net from 'node:net'
     import { test } from 'node:test'
     test('passes, but leaves a server open', () => void net.createServer().listen(0))`,
  )
  const bound = join(import.meta.dirname, '../../scripts/test-bound.ts')
  const { status, stderr } = spawnSync(process.execPath, ['--import', bound, file], {
    env: { PATH: process.env.PATH, TEST_FILE_TIMEOUT: '1000' },
    encoding: 'utf8',
    timeout: 20_000,
  })
  assert.equal(status, 1)
  assert.match(stderr, /leaks\.test\.mjs has not ended after 1 s; open: .*TCPServerWrap/)
})
