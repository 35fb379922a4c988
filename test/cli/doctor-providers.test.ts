import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCli } from '../support/cli.ts'
import { startProvider } from '../support/provider.ts'

interface Report {
  checks: { name: string; state: string; detail: string }[]
}

test('doctor says of each provider whether its tokens can be verified, and what to do if not', async (t) => {
  const [good, wrong] = [await startProvider(), await startProvider()]
  t.after(() => Promise.all([good.stop(), wrong.stop()]))
  wrong.breakIt((_path, response) => response.end(JSON.stringify({ issuer: good.issuer })))
  const entry = { issuer: good.issuer, application: 'Shop' }
  const cli = await createCli({
    ISSUERS: JSON.stringify([
      { ...entry, id: 'good', audiences: ['a'] },
      { ...entry, id: 'unknown', audiences: ['b'], application: 'Nowhere' },
      { ...entry, id: 'wrong', issuer: wrong.issuer, audiences: ['c'] },
      { id: 'silent', issuer: 'http://127.0.0.1:9', sign_in: { client_id: 'page' } },
    ]),
  })
  t.after(() => cli.remove())
  await cli.json(['migrate'])
  await cli.json(['app', 'create', '--name', 'Shop', '--kind', 'web'])
  const { checks } = await cli.json<Report>(['doctor'], { code: 1 })
  const found = Object.fromEntries(
    checks.flatMap(({ name, state, detail }) =>
      name.startsWith('provider ') ? [[name.slice(9), `${state}: ${detail}`]] : [],
    ),
  )
  assert.equal(found.good, 'ok: discovery matches; 1 keys')
  assert.equal(found.unknown, 'wrong: there is no application Nowhere; create it, or correct ISSUERS')
  assert.match(found.wrong ?? '', /^wrong: the discovery document of .* names another issuer/)
  assert.match(
    found.silent ?? '',
    /^wrong: http:\/\/127\.0\.0\.1:9\/\.well-known\/openid-configuration cannot be reached/,
  )
})
