import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { cliFixture } from '../support/cli.ts'
import { program } from '../support/program.ts'

const cli = await cliFixture()
await cli.json(['user', 'create', '--username', 'ada', '--email', 'ada@example.com'])

/** Runs a command on its own terminal, and types the answer when it asks. */
async function onTerminal(args: string, typed: string): Promise<{ code: number | null; shown: string }> {
  const child = spawn('script', ['-qec', `${program} ${args}`, '/dev/null'], {
    env: cli.environment,
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 20_000,
  })
  let shown = ''
  let isAnswered = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text
    if (isAnswered || !shown.includes('[y/N]')) return
    isAnswered = true
    child.stdin.write(`${typed}\n`)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, shown }
}

test('whoever is asked whether to delete a person decides it', async () => {
  for (const typed of ['no', '', 'maybe yes']) {
    const refused = await onTerminal('user delete ada', typed)
    assert.match(refused.shown, /ada .*permanently removed.*\[y\/N\]/)
    assert.match(refused.shown, /nothing was changed/)
    assert.equal(refused.code, 1)
  }
  assert.equal((await cli.json<unknown[]>(['user', 'list'])).length, 1)

  const done = await onTerminal('user delete ada', 'yes')
  assert.match(done.shown, /deleted ada/)
  assert.equal(done.code, 0)
  assert.deepEqual(await cli.json(['user', 'list']), [])
})
