import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Cli, createCli } from './support/cli.ts'

const program = join(import.meta.dirname, '../bin/user-profile')

let cli: Cli
before(async () => {
  cli = await createCli()
  await cli.json(['user', 'create', '--username', 'ada', '--email', 'ada@example.com'])
})
after(() => cli.remove())

/** Runs a command on a terminal of its own, where one who reads its question types the answer. */
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

test('one who is asked whether a person is to be deleted decides it', async () => {
  for (const typed of ['no', '', 'maybe yes']) {
    const refused = await onTerminal('user delete ada', typed)
    assert.match(refused.shown, /ada .*removed for good.*\[y\/N\]/)
    assert.match(refused.shown, /nothing was done/)
    assert.equal(refused.code, 1)
  }
  assert.equal((await cli.json<unknown[]>(['user', 'list'])).length, 1)

  const done = await onTerminal('user delete ada', 'yes')
  assert.match(done.shown, /deleted ada/)
  assert.equal(done.code, 0)
  assert.deepEqual(await cli.json(['user', 'list']), [])
})
