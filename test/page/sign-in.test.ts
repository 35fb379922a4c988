import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { startLateAnswers } from '../support/late-answers.ts'
import { hasFocus, openPage, openTab, profileShown, signIn } from '../support/page.ts'
import { startService, type TestService, testOperator } from '../support/service.ts'
import { type MailCatcher, startCatcher } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
let catcher: MailCatcher
let service: TestService
let browser: Browser
before(async () => {
  catcher = await startCatcher()
  service = await startService({ SMTP_URL: catcher.url })
  if (!skip) browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await service.stop()
  await catcher.stop()
})

test('whoever signs in sees their profile, also after a reload, and no token lies in a storage', {
  skip,
}, async () => {
  const person = await service.person({ fields: { first_name: 'Ada', last_name: 'Lovelace' } })
  const { page, complaints } = await openPage(browser, service)
  await signIn(page, person)
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
  const kept = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')
  assert.doesNotMatch(kept, /eyJ|[\w-]{30,}/)
  assert.equal(await page.evaluate('document.cookie'), '')
  const [cookie] = await page.context().cookies(`${service.origin}/session/`)
  assert.equal(cookie?.httpOnly, true)
  assert.equal(cookie?.sameSite, 'Strict')
  assert.match(cookie?.path ?? '', /\/session\/$/)
  assert.deepEqual(complaints, [])
})

test('a wrong password is said in words, and the user name stays', { skip }, async () => {
  const person = await service.person()
  const { page, complaints } = await openPage(browser, service)
  await page.getByLabel('User name').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill('not this one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').getByText('Your sign-in details are not right.').waitFor()
  assert.equal(await page.getByLabel('User name').inputValue(), person.username)
  assert.deepEqual(complaints, [])
})

test('a field that was left empty is named beside it and gets the focus', { skip }, async () => {
  const { page } = await openPage(browser, service)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const field = page.getByLabel('User name')
  await page.locator('[name=username][aria-invalid=true]').waitFor()
  assert.ok(await hasFocus(field))
  const described = await field.getAttribute('aria-describedby')
  assert.equal(await page.locator(`[id="${described}"]`).innerText(), 'Please fill this in.')
})

test('a forgotten password is replaced with the code from the mail, and the new one works', {
  skip,
}, async () => {
  const person = await service.person()
  const { page, complaints } = await openPage(browser, service)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByLabel('Email address').fill(person.email)
  await page.getByRole('button', { name: 'Send code' }).click()
  const code = page.getByLabel('Code')
  await code.waitFor()
  assert.equal(await code.getAttribute('autocomplete'), 'one-time-code')
  await code.fill(await catcher.codeTo(person.email))
  const password = page.getByLabel('New password')
  await password.fill('12345678')
  await page.getByRole('button', { name: 'Save new password' }).click()
  await page.locator('[name=new-password][aria-invalid=true]').waitFor()
  await password.fill('a lake beside nine hills')
  await page.getByRole('button', { name: 'Save new password' }).click()
  await page.getByText('Your password is changed.').waitFor()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await signIn(page, { ...person, password: 'a lake beside nine hills' })
  assert.deepEqual(complaints, [])
})

test('a new password is estimated in words and by a meter, whose lists come when somebody types one', {
  skip,
}, async () => {
  const person = await service.person({ fields: { first_name: 'Wilhelmina' } })
  const { page, complaints } = await openPage(browser, service)
  const lists: string[] = []
  page.on('request', (request) => {
    if (/estimate/.test(request.url())) lists.push(request.url())
  })
  await signIn(page, person)
  await page.goto(`${service.origin}/security`)
  await page.locator('[name=change-password]').click()
  const password = page.locator('[name=new-password]')
  await password.waitFor()
  assert.deepEqual(lists, [])
  const live = page.locator('.strength [aria-live=polite]')
  for (const [typed, text, level, met] of [
    ['wilhelmina', /^Very easy to guess\. It is made of your own words/, '0', 2],
    ['dragonball', /^Easy to guess\. It is a common password/, null, 2],
    ['zaqzaqzaqzaq', /^Easy to guess\. It repeats itself/, null, 2],
    ['fghjklfghjkl', /^Easy to guess\. It repeats itself/, null, 2],
    ['a lake beside nine hills', /^Very hard to guess\.$/, '4', 3],
  ] as const) {
    await password.fill(typed)
    await eventually(async () => text.test((await live.innerText()).trim()))
    const meter = page.getByRole('meter')
    if (level !== null) assert.equal(await meter.getAttribute('value'), level)
    const id = await meter.getAttribute('aria-labelledby')
    assert.match((await page.locator(`[id="${id}"]`).innerText()).trim(), text)
    assert.equal(await page.locator('.rules [data-met]').count(), met, typed)
  }
  assert.equal(lists.length, 1)
  assert.deepEqual(complaints, [])
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/meter.png` })
})

test('two tabs that load at the same time again and again both stay signed in', { skip }, async () => {
  const person = await service.person()
  const first = await openPage(browser, service)
  await signIn(first.page, person)
  const second = await openTab(await first.page.context().newPage(), service)
  await profileShown(second.page)
  for (let round = 0; round < 4; round++) {
    await Promise.all([first.page.reload(), second.page.reload()])
    await Promise.all([profileShown(first.page), profileShown(second.page)])
  }
  assert.deepEqual([...first.complaints, ...second.complaints], [])
})

test('whoever closes the tab before the page is there stays signed in', { skip }, async () => {
  const person = await service.person()
  const { page } = await openPage(browser, service)
  await signIn(page, person)
  for (let round = 0; round < 5; round++) {
    const broken = await page.context().newPage()
    const asked = broken.waitForRequest((request) => request.url().endsWith('/session/refresh/'))
    await broken.goto(service.origin, { waitUntil: 'commit' })
    await asked
    await broken.close()
    await page.reload()
    await profileShown(page)
  }
})

test('whoever reloads again and again while the session is being refreshed stays signed in', {
  skip,
}, async () => {
  // The service has given out the next token, and the answer that brings it is under way when the page is left.
  const network = await startLateAnswers(/^\/session\/refresh\/$/)
  const own = await startService({ PAGE_URL: `${network.origin}/` })
  network.to = own.origin
  try {
    const person = await own.person()
    const { page, complaints } = await openPage(browser, { ...own, origin: network.origin })
    await signIn(page, person)
    // Between two documents Chromium has no page to reload; a person would press the key once more.
    const reload = () =>
      eventually(() =>
        page.reload({ waitUntil: 'commit' }).then(
          () => true,
          (error: Error) => assert.match(error.message, /Not attached to an active page/),
        ),
      )
    await reload()
    for (let round = 0; round < 4; round++) {
      await eventually(async () => network.isHolding())
      await reload()
    }
    await eventually(async () => network.isHolding())
    // Nobody sees what a page says while it is being left.
    complaints.length = 0
    network.open()
    await profileShown(page)
    assert.deepEqual(complaints, [])
  } finally {
    network.open()
    await own.stop()
    await network.stop()
  }
})

test('whoever signs out in one tab is signed out in the other, and signed in again in both', {
  skip,
}, async () => {
  const person = await service.person()
  const first = await openPage(browser, service)
  await signIn(first.page, person)
  const second = await openTab(await first.page.context().newPage(), service)
  await profileShown(second.page)
  await first.page.getByRole('button', { name: 'Sign out' }).click()
  await first.page.getByText('You are signed out.').waitFor()
  await second.page.getByText('You signed out in another window.').waitFor()
  await second.page.reload()
  await second.page.getByLabel('User name').waitFor()
  await signIn(second.page, person)
  await profileShown(first.page)
  assert.deepEqual([...first.complaints, ...second.complaints], [])
})

test('an access token that has run out is renewed without a word', { skip }, async () => {
  const person = await service.person()
  const { page, complaints } = await openPage(browser, service)
  await signIn(page, person)
  service.clock.advance(11 * 60_000)
  await page.getByLabel('First name').fill('Grace')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.save-state[data-state=saved]').waitFor()
  assert.deepEqual(complaints, [])
})

test('when the service ends the session, the person signs in again and what they typed is still there', {
  skip,
}, async () => {
  const person = await service.person()
  const { page } = await openPage(browser, service)
  await signIn(page, person)
  await page.getByLabel('First name').fill('Augusta')
  const user = await service.services.users.byId(person.id)
  assert.ok(user)
  await service.services.accounts.disable(user, testOperator)
  await service.services.accounts.enable(user, testOperator)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Your session has ended.').waitFor()
  await signIn(page, person)
  assert.equal(await page.getByLabel('First name').inputValue(), 'Augusta')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.save-state[data-state=saved]').waitFor()
})

test('the way back is shown to where people may be sent, and to nowhere else', { skip }, async () => {
  await service.application('spa', { origins: ['https://shop.example'] })
  const back = encodeURIComponent('https://shop.example/basket')
  const { page } = await openPage(browser, service, { path: `?return_to=${back}` })
  const link = page.getByRole('link', { name: 'Back to shop.example' })
  assert.equal(await link.getAttribute('href'), 'https://shop.example/basket')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await link.waitFor()
  const asked = page.waitForResponse(/return-to/)
  await page.goto(`${service.origin}/?return_to=${encodeURIComponent('https://evil.example/')}`)
  assert.equal((await asked).status(), 400)
  await page.getByLabel('User name').waitFor()
  assert.equal(await page.getByRole('link', { name: 'Back to' }).count(), 0)
  await page.goto(`${service.origin}/?return_to=javascript:alert(1)`)
  await page.getByLabel('User name').waitFor()
  assert.equal(await page.getByRole('link', { name: 'Back to' }).count(), 0)
})

test('without an answer of the service, signing in says so and can be tried again', { skip }, async () => {
  const person = await service.person()
  const { page } = await openPage(browser, service)
  await page.getByLabel('User name').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').getByText('We cannot reach the service.').waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await eventually(async () => page.getByRole('button', { name: 'Sign out' }).isVisible())
})
