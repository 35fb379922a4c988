import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { withoutBrowser } from '../support/browser.ts'
import { fixture } from '../support/fixture.ts'
import { accessibilityFaults } from '../support/page.ts'
import { browserFixture } from '../support/page-fixture.ts'
import { plain } from '../support/pictures.ts'
import { program } from '../support/program.ts'
import { eventually, freePort } from '../support/wait.ts'

const skip = withoutBrowser
const port = await freePort(3)
const url = `http://localhost:${port}`
const demo = await fixture(startDemo, ({ stop }) => stop())
const browser = await browserFixture()

/** Runs the one command of the README. */
async function startDemo() {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../examples/comments/demo.mjs')], {
    env: {
      ...process.env,
      USER_PROFILE: program,
      PORT: String(port),
      PROVIDER_PORT: String(port + 1),
      SERVICE_PORT: String(port + 2),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-10_000)
    })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the demo ended: ${output}`)
    return output.includes(`Open ${url}`)
  }, 90_000)
  return {
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** Opens the comments in a browser of somebody's own, and signs in. */
async function signedIn(login: string) {
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(url)
  await page.getByRole('link', { name: 'Sign in to comment' }).click()
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill('any')
  await page.locator('button[type=submit]').click()
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' })
  await page.locator('button[type=submit]').click()
  await page.getByLabel('Your comment').waitFor()
  return page
}

test('people comment with their names and pictures, and a change of either appears in open pages', {
  skip,
}, async () => {
  const [ada, grace] = [await signedIn('ada'), await signedIn('grace')]
  await ada.getByLabel('Your comment').fill('First! <b>')
  await ada.getByRole('button', { name: 'Send' }).click()
  const seen = grace.getByRole('listitem').filter({ hasText: 'First! <b>' })
  await seen.getByText('Ada', { exact: true }).waitFor()
  const picture = seen.locator('img')
  const before = await picture.getAttribute('src')
  await eventually(() =>
    picture.evaluate((image) => (image as { naturalWidth?: number }).naturalWidth === 64),
  )
  assert.deepEqual(await accessibilityFaults(grace), [])
  // The person changes their name and picture on the page of the service, where the provider knows them already.
  await ada.getByRole('link', { name: 'Change your name or picture' }).click()
  await ada.getByRole('button', { name: 'Sign in with Demo Login' }).click()
  const agree = ada.locator('button[type=submit]')
  await agree.click()
  await ada.locator('[name=edit-name]').click()
  await ada.locator('[name=last_name]').fill('Lovelace')
  await ada.locator('[data-row=name] button[type=submit]').click()
  await seen.getByText('Ada Lovelace', { exact: true }).waitFor()
  await ada.locator('.side a[href*=picture]').click()
  await ada
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'me.png',
      mimeType: 'image/png',
      buffer: await plain(256, 256, '#aa3377').png().toBuffer(),
    })
  await ada.getByRole('button', { name: 'Save' }).click()
  await eventually(async () => (await picture.getAttribute('src')) !== before)
  await eventually(() =>
    picture.evaluate((image) => (image as { naturalWidth?: number }).naturalWidth === 64),
  )
})

test('nobody comments without a sign-in, and nobody but the service says that something happened', async () => {
  const comment = await fetch(`${url}/comments`, { method: 'POST', body: '{"text":"x"}' })
  assert.equal(comment.status, 401)
  const [id, body] = ['msg_1', '{"type":"user.updated","data":{"user_id":"x"}}']
  const now = new Date()
  const forged = new Webhook(`whsec_${Buffer.from('another secret').toString('base64')}`).sign(id, now, body)
  const seconds = String(Math.floor(now.getTime() / 1000))
  for (const signature of ['', forged]) {
    const headers = { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature }
    assert.equal((await fetch(`${url}/webhooks`, { method: 'POST', headers, body })).status, 400)
  }
  assert.doesNotMatch(demo.output(), /Error/)
})

test('a sign-in that this browser did not begin is none', async () => {
  const answer = await fetch(`${url}/callback?code=x&state=y`, { redirect: 'manual' })
  assert.deepEqual([answer.status, answer.headers.get('location')], [302, '/'])
})
