import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { secretOf, signedHeaders } from '../../src/webhook/webhook.ts'
import { folderFixture } from '../support/fixture.ts'
import { sampleOf } from '../support/recipe.ts'
import { eventually, freePort } from '../support/wait.ts'

const folder = await folderFixture('user-profile-webhooks-')
await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
const secret = secretOf(randomBytes(32))
const body = JSON.stringify({
  type: 'user.deleted',
  timestamp: new Date().toISOString(),
  data: { user_id: 'ä' },
})

const samples: [
  name: string,
  language: string,
  file: string,
  command: (file: string, port: string) => string[],
][] = [
  ['Node.js', 'js', 'receiver.mjs', (file) => [process.execPath, file]],
  ['Python', 'python', 'receiver.py', (file) => ['/usr/bin/python3', file]],
  ['PHP', 'php', 'receiver.php', (file, port) => ['php', '-S', `127.0.0.1:${port}`, file]],
]

for (const [name, language, file, command] of samples) {
  test(`the receiver in ${name} takes what is signed now, and nothing else`, async () => {
    const port = String(await freePort())
    const path = join(folder, file)
    const values = language === 'php' ? {} : { 3000: port }
    await writeFile(path, sampleOf('events.md', language, values))
    const [program = '', ...args] = command(path, port)
    const child: ChildProcess = spawn(program, args, {
      env: { ...process.env, WEBHOOK_SECRET: secret },
      stdio: 'ignore',
    })
    try {
      const send = async (headers: Record<string, string>, text = body) => {
        const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: text })
        await answer.arrayBuffer()
        return answer.status
      }
      const signed = (secrets: string[], at = Date.now()) => {
        const { 'content-length': _, ...headers } = signedHeaders({ id: 'one', body }, secrets, at)
        return headers
      }
      await eventually(() => send(signed([secret])).catch(() => null))
      const other = secretOf(randomBytes(32))
      assert.equal(await send(signed([secret])), 204)
      assert.equal(await send(signed([other, secret])), 204, 'during a rotation')
      assert.equal(await send(signed([other])), 400)
      assert.equal(await send(signed([secret]), `${body} `), 400)
      assert.equal(await send({ ...signed([secret]), 'webhook-id': 'two' }), 400)
      assert.equal(await send(signed([secret], Date.now() - 3_600_000)), 400, 'an hour ago')
    } finally {
      child.kill('SIGKILL')
      await once(child, 'close')
    }
  })
}
