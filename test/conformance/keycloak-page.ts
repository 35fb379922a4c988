/**
 * The page signs in at a real Keycloak, through Chromium: `node --test test/conformance/keycloak-page.ts`. It takes some
 * minutes.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { startBrowser } from '../support/browser.ts'
import { fixture } from '../support/fixture.ts'
import { profileShown, signOut } from '../support/page.ts'
import { serviceFixture } from '../support/service.ts'
import { freePort } from '../support/wait.ts'
import { ADMIN, startKeycloak } from './keycloak/server.ts'

const PASSWORD = 'correct horse battery staple'
const CLIENT = { clientId: 'profile-page', secret: 'a secret of the page that only tests know' }

const port = await freePort()
const pageUrl = `http://127.0.0.1:${port}/`
const keycloak = await fixture(startKeycloak, (one) => one.stop())
const browser = await fixture(startBrowser, (one) => one.close())
await registerPage()
await fixture(
  () =>
    serviceFixture({
      PORT: String(port),
      ISSUERS: JSON.stringify([
        {
          id: 'keycloak',
          name: 'Keycloak',
          issuer: keycloak.issuer,
          acts: ['password'],
          sign_in: { client_id: CLIENT.clientId, client_secret: CLIENT.secret },
        },
      ]),
    }),
  async () => {},
)

/** Registers the page as docs/page.md says. */
async function registerPage(): Promise<void> {
  const signedIn = await fetch(`${keycloak.origin}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...ADMIN }),
  })
  const { access_token } = (await signedIn.json()) as { access_token: string }
  const made = await fetch(`${keycloak.origin}/admin/realms/shop/clients`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...CLIENT,
      redirectUris: [`${pageUrl}session/callback/keycloak`],
      attributes: {
        'pkce.code.challenge.method': 'S256',
        'post.logout.redirect.uris': pageUrl,
      },
    }),
  })
  assert.equal(made.status, 201, await made.text())
}

async function signInThere(page: Page, username: string): Promise<void> {
  await page.locator('#password').waitFor()
  const name = page.locator('#username')
  if (await name.isVisible()) await name.fill(username)
  await page.locator('#password').fill(PASSWORD)
  await page.locator('#kc-login').click()
}

test('a person signs in at Keycloak, proves it again, and signs out of both', async () => {
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
  await page.goto(pageUrl)
  await page.getByRole('button', { name: 'Sign in with Keycloak' }).click()
  await signInThere(page, 'ada')
  await page.waitForURL(pageUrl)
  await profileShown(page)
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
  await page.goto(`${pageUrl}security`)
  await page.locator('[name=edit-factor]').click()
  await page.locator('[name=proof-provider]').click()
  await signInThere(page, 'ada')
  await page.waitForURL(`${pageUrl}security`)
  await page.locator('[name=edit-factor]').click()
  await page.getByLabel('Code from the app').waitFor()
  await page.goto(pageUrl)
  await profileShown(page)
  await signOut(page)
  await page.getByRole('link', { name: 'Sign out of Keycloak too' }).click()
  await page.locator('#kc-logout').click()
  await page.waitForURL(pageUrl)
  await page.getByRole('button', { name: 'Sign in with Keycloak' }).click()
  await page.locator('#username').waitFor()
})
