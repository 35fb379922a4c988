import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutBrowser } from '../support/browser.ts'
import { startLateAnswers } from '../support/late-answers.ts'
import {
  edit,
  hasFocus,
  openPage,
  openTab,
  profileShown,
  save,
  saved,
  signIn,
  signOut,
} from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'
import { startService, testOperator } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

const skip = withoutBrowser
const catcher = await catcherFixture()
const { service, browser } = await pageFixture({ SMTP_URL: catcher.url })

test('after signing in a person sees their profile, also after a reload, and no token is in a browser storage', {
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

test('a wrong password is explained, and the user name stays', { skip }, async () => {
  const person = await service.person()
  const { page, complaints } = await openPage(browser, service)
  await page.getByLabel('Username').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill('not this one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').getByText('Incorrect username or password.').waitFor()
  assert.equal(await page.getByLabel('Username').inputValue(), person.username)
  assert.deepEqual(complaints, [])
})

test('an empty required field gets a message and the focus', { skip }, async () => {
  const { page } = await openPage(browser, service)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const field = page.getByLabel('Username')
  await page.locator('[name=username][aria-invalid=true]').waitFor()
  assert.ok(await hasFocus(field))
  const described = await field.getAttribute('aria-describedby')
  assert.equal(await page.locator(`[id="${described}"]`).innerText(), 'Fill in this field.')
})

test('a person who forgot password and user name is signed in with the code from the mail, and learns the name', {
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
  await page.getByText(`Your username is ${person.username}.`).waitFor()
  await page.keyboard.press('Enter')
  await profileShown(page)
  await signOut(page)
  await signIn(page, { username: person.email, password: 'a lake beside nine hills' })
  assert.deepEqual(complaints, [])
})

test('a new password is rated in words and by a meter, whose lists load when somebody types one', {
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
  await page.locator('[name=edit-password]').click()
  const password = page.locator('[name=new-password]')
  await password.waitFor()
  assert.deepEqual(lists, [])
  const live = page.locator('.strength [aria-live=polite]')
  for (const [typed, text, level, met] of [
    ['wilhelmina', /^Very weak\. It's based on your details/, '0', 2],
    ['dragonball', /^Weak\. It's a common password/, null, 2],
    ['zaqzaqzaqzaq', /^Weak\. It repeats itself/, null, 2],
    ['fghjklfghjkl', /^Weak\. It repeats itself/, null, 2],
    ['a lake beside nine hills', /^Very strong\.$/, '4', 3],
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

test('two tabs that repeatedly load at the same time both stay signed in', { skip }, async () => {
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

test('a person who closes the tab before the page has loaded stays signed in', { skip }, async () => {
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

test('a person who keeps reloading while the session is being refreshed stays signed in', {
  skip,
}, async () => {
  // The service has issued the next token, and its response is in transit when the page is left.
  const network = await startLateAnswers(/^\/session\/refresh\/$/)
  const own = await startService({ PAGE_URL: `${network.origin}/` })
  network.to = own.origin
  try {
    const person = await own.person()
    const { page, complaints } = await openPage(browser, { ...own, origin: network.origin })
    await signIn(page, person)
    // Between two documents Chromium has no page to reload; a person would press the key again.
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
    // Nobody sees messages of a page that is being left.
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

test('signing out in one tab signs out the other, and signing in again works for both', {
  skip,
}, async () => {
  const person = await service.person()
  const first = await openPage(browser, service)
  await signIn(first.page, person)
  const second = await openTab(await first.page.context().newPage(), service)
  await profileShown(second.page)
  await signOut(first.page)
  await first.page.locator('.notice-body').getByText("You've signed out.").waitFor()
  await second.page.locator('.notice-body').getByText('You signed out in another window.').waitFor()
  await second.page.reload()
  await second.page.getByLabel('Username').waitFor()
  await signIn(second.page, person)
  await profileShown(first.page)
  assert.deepEqual([...first.complaints, ...second.complaints], [])
})

test('an expired access token is renewed silently', { skip }, async () => {
  const person = await service.person()
  const { page, complaints } = await openPage(browser, service)
  await signIn(page, person)
  service.clock.advance(11 * 60_000)
  await edit(page, 'name')
  await page.getByLabel('First name').fill('Grace')
  await save(page, 'name')
  await saved(page).waitFor()
  assert.deepEqual(complaints, [])
})

test('when the service ends the session, the person signs in again and their input is still there', {
  skip,
}, async () => {
  const person = await service.person()
  const { page } = await openPage(browser, service)
  await signIn(page, person)
  await edit(page, 'name')
  await page.getByLabel('First name').fill('Augusta')
  const user = await service.services.users.byId(person.id)
  assert.ok(user)
  await service.services.accounts.disable(user, testOperator)
  await service.services.accounts.enable(user, testOperator)
  await save(page, 'name')
  await page.locator('.notice-body').getByText('Your session has ended.').waitFor()
  await signIn(page, person)
  assert.equal(await page.getByLabel('First name').inputValue(), 'Augusta')
  await save(page, 'name')
  await saved(page).waitFor()
})

test('the link back is shown only for registered origins', { skip }, async () => {
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
  await page.getByLabel('Username').waitFor()
  assert.equal(await page.getByRole('link', { name: 'Back to' }).count(), 0)
  await page.goto(`${service.origin}/?return_to=javascript:alert(1)`)
  await page.getByLabel('Username').waitFor()
  assert.equal(await page.getByRole('link', { name: 'Back to' }).count(), 0)
})

test('without a response of the service, signing in says so and can be tried again', { skip }, async () => {
  const person = await service.person()
  const { page } = await openPage(browser, service)
  await page.getByLabel('Username').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').getByText("We can't reach the service.").waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await eventually(async () => page.locator('.account-button').isVisible())
})
