import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { after, before, test } from 'node:test'
import { type Cli, createCli, signIn } from '../support/cli.ts'
import { type Installation, newScaledOut } from '../support/setup.ts'
import { eventually } from '../support/wait.ts'

const password = 'correct horse battery staple'
let installation: Installation
let cli: Cli
before(async () => {
  installation = await newScaledOut()
  cli = await createCli({ ...(installation.settings as Record<string, string>) })
})
after(async () => {
  await cli?.remove()
  await installation?.remove()
})

/** Returns the number of each worker that responded, from the log lines of its requests. */
const answered = (output: string) =>
  new Set([...output.matchAll(/"worker":(\d+)[^\n]*"msg":"request"/g)].map(([, worker]) => worker))

/** Sends each request on a separate connection, since a connection belongs to one worker. */
const profileStatus = (base: string, apikey: string, access: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const headers = { apikey, authorization: `Bearer ${access}` }
    http
      .get(`${base}/user/get/profile/`, { headers, agent: false }, (answer) =>
        resolve(answer.resume().statusCode),
      )
      .on('error', reject)
  })

test('two workers on PostgreSQL serve the same people, and a killed one is replaced', async () => {
  const { apikey } = await cli.json<{ apikey: string }>(['app', 'create', '--name', 'w', '--kind', 'web'])
  await cli.json(['user', 'create', '--username', 'w', '--email', 'w@example.com', '--password', password])
  const served = await cli.serve(['--workers', '2'])
  const { access } = await signIn(served.base, apikey, 'w', password)
  await eventually(async () => {
    assert.equal(await profileStatus(served.base, apikey, access), 200)
    return answered(served.output()).size === 2
  }, 30_000)
  const children = readFileSync(`/proc/${served.pid}/task/${served.pid}/children`, 'utf8').trim().split(' ')
  assert.equal(children.length, 2)
  process.kill(Number(children[0]), 'SIGKILL')
  await eventually(async () => /a worker exited and will be restarted/.test(served.output()))
  // A connection may have been assigned to the worker at the moment it ended.
  await eventually(async () => {
    const status = await profileStatus(served.base, apikey, access).catch(() => 0)
    return status === 200 && answered(served.output()).size === 3
  }, 30_000)
  assert.equal(await served.stop(), 0)
})
