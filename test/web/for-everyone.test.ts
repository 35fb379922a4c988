import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import { withoutBrowser } from '../support/browser.ts'
import {
  accessibilityFaults,
  edit,
  openPage,
  openTab,
  phone,
  profileShown,
  row,
  searchFor,
  signIn,
} from '../support/page.ts'
import { pageFixture } from '../support/page-fixture.ts'

const skip = withoutBrowser
const { service, browser } = await pageFixture()

const desktop = { width: 1280, height: 900 }
const looks: [string, BrowserContextOptions][] = [
  ['in light', { viewport: desktop, colorScheme: 'light' }],
  ['in dark', { viewport: desktop, colorScheme: 'dark' }],
  ['on a phone', phone],
  ['in Arabic', { viewport: desktop, locale: 'ar' }],
  ['in Arabic on a phone in dark', { ...phone, locale: 'ar', colorScheme: 'dark' }],
]

for (const [name, options] of looks)
  test(`axe finds nothing on any screen ${name}`, { skip }, async () => {
    const person = await service.person({ fields: { first_name: 'Ada', country_code: 'FR' } })
    const { page, complaints } = await openPage(browser, service, { reducedMotion: 'reduce', ...options })
    await page.locator('[name=username]').waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.locator('button[type=submit]').click()
    await page.locator('[aria-invalid=true]').first().waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.goto(`${service.origin}/forgot-password`)
    await page.locator('[name=email]').fill('nobody@example.com')
    await page.locator('button[type=submit]').click()
    await page.locator('[name=code]').waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.goto(service.origin)
    await signIn(page, person)
    assert.deepEqual(await accessibilityFaults(page), [])
    for (const name of ['name', 'phone', 'currency']) await edit(page, name)
    const currency = row(page, 'currency').locator('[role=combobox]')
    await currency.waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await searchFor(currency, 'eu')
    await page.locator('[role=option]').first().waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await currency.fill('nowhere')
    await page.locator('.choice-none').waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.keyboard.press('Escape')
    await edit(page, 'email')
    await page.locator('dialog [name=email]').fill(`for-${person.username}@example.org`)
    await page.locator('dialog button[type=submit]').click()
    await page.locator('dialog [name=code]').waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.deepEqual(complaints, [])
  })

for (const [name, options] of looks)
  test(`axe finds nothing on the screen for security and data ${name}`, { skip }, async () => {
    const person = await service.person({ fields: { first_name: 'Ada' } })
    const { page, complaints } = await openPage(browser, service, {
      reducedMotion: 'reduce',
      path: 'security',
      ...options,
    })
    const check = async () => {
      assert.deepEqual(await accessibilityFaults(page), [])
      const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      assert.equal(await page.evaluate(wider), 0)
    }
    const dialog = page.locator('dialog')
    const send = dialog.locator('[type=submit]')
    await signIn(page, person, page.locator('.entry-time').first())
    await check()
    await page.locator('[name=edit-password]').click()
    await check()
    await send.click()
    await dialog.locator('[aria-invalid=true]').first().waitFor()
    await check()
    await page.keyboard.press('Escape')
    await page.locator('[name=end-others]').click()
    await dialog.waitFor()
    await check()
    await page.keyboard.press('Escape')
    await page.locator('[name=edit-export]').click()
    await page.locator('.notice-good').waitFor()
    await page.locator('[name=edit-deletion]').click()
    await dialog.locator('[name=download]').click()
    await dialog.locator('.notice-good').waitFor()
    await send.click()
    await dialog.locator('[aria-invalid=true]').waitFor()
    await check()
    await dialog.locator('[name=password]').fill(person.password)
    await send.click()
    await page.locator('.standing .notice-warn').waitFor()
    await check()
    await page.locator('.standing [name=keep-account]').click()
    await page.locator('.standing .notice-good').waitFor()
    await check()
    assert.deepEqual(complaints, [])
  })

test('the first element that the keyboard reaches skips to the content', { skip }, async () => {
  const person = await service.person()
  const { page } = await openPage(browser, service)
  await signIn(page, person)
  await page.reload()
  await profileShown(page)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate('document.activeElement.id'), 'main')
})

for (const [width, height] of [
  [320, 640],
  [640, 450],
  [3840, 2160],
] as const)
  test(`nothing needs sideways scrolling at ${width} pixels`, { skip }, async () => {
    const person = await service.person({
      email: `a-rather-long-address-of-somebody-with-many-names-${width}@mail.department.example.com`,
      fields: { first_name: 'Wolfeschlegelsteinhausenbergerdorff', last_name: 'Featherstonehaugh' },
    })
    const { page } = await openPage(browser, service, { viewport: { width, height } })
    await page.locator('[name=username]').waitFor()
    const overflow = () =>
      page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    assert.equal(await overflow(), 0)
    await signIn(page, person)
    assert.equal(await overflow(), 0)
  })

for (const [screen, last] of [
  ['', 'main:not(:has(.skeleton)) .setting >> nth=0'],
  ['security', '.entry-time >> nth=0'],
] as const)
  test(`nothing moves while the screen /${screen} appears`, { skip }, async () => {
    const person = await service.person({ fields: { first_name: 'Ada', country_code: 'FR' } })
    const { page } = await openPage(browser, service)
    await signIn(page, person)
    await page.addInitScript(`
    globalThis.shifts = []
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
      .observe({ type: 'layout-shift', buffered: true })`)
    await page.goto(`${service.origin}/${screen}`)
    await page.locator(last).waitFor()
    const total = await page.evaluate<number>('shifts.reduce((sum, value) => sum + value, 0)')
    assert.ok(total < 0.05, `layout shift ${total}`)
  })

for (const locale of ['en-US', 'de-DE'])
  test(`all that the sign-in needs is requested at the same time in ${locale}`, { skip }, async () => {
    const context = await browser.newContext({ locale })
    await context.addInitScript(`
    const watch = new MutationObserver(() => {
      if (!document.querySelector('[name=username]')) return
      watch.disconnect()
      globalThis.needed = performance.getEntriesByType('resource').map(({ name }) => name)
    })
    watch.observe(document, { childList: true, subtree: true })`)
    const { page, complaints } = await openTab(await context.newPage(), service)
    await page.locator('[name=username]').waitFor()
    const needed = await page.evaluate<string[]>('needed')
    const document = await (await fetch(service.origin, { headers: { 'accept-language': locale } })).text()
    const named = [...document.matchAll(/(?:href|src)="(.+?)"/g)].map(
      ([, address = '']) => new URL(address, `${service.origin}/`).href,
    )
    assert.deepEqual(
      needed.filter((address) => !named.includes(address)),
      [],
    )
    // More than six would wait for one another, as browsers open six connections with HTTP/1.1.
    assert.ok(needed.filter((address) => /\.(js|css)$/.test(address)).length <= 6, needed.join(' '))
    assert.deepEqual(complaints, [])
    await context.close()
  })

/** Returns the bytes of script, with gzip, of the document, its texts, and these modules with what they import. */
function scriptBytes(...modules: string[]): number {
  const dist = join(import.meta.dirname, '../../web/dist')
  const text = (file: string) => readFileSync(join(dist, file), 'utf8')
  const manifest = JSON.parse(text('manifest.json')) as Record<string, { file: string; imports?: string[] }>
  const sizes = JSON.parse(text('sizes.json')) as Record<string, { gzip: number }>
  const files = new Set([...text('index.html').matchAll(/assets\/[\w-]+\.js/g)].map(([file]) => file))
  assert.ok(files.size > 0)
  const add = (name: string) => {
    const chunk = manifest[name]
    assert.ok(chunk, name)
    files.add(chunk.file)
    for (const imported of chunk.imports ?? []) add(imported)
  }
  for (const name of ['src/locales/en.json?first', ...modules]) add(name)
  return [...files].reduce((sum, file) => sum + (sizes[file]?.gzip ?? Number.NaN), 0)
}

for (const [what, limit, modules] of [
  ['a sign-in', 86_000, []],
  ['a profile', 96_000, ['src/screens/profile/profile.tsx']],
  [
    'a profile with declared attributes',
    101_000,
    ['src/screens/profile/profile.tsx', 'src/screens/profile/declared.tsx'],
  ],
  ['a profile with its lists', 163_000, ['src/screens/profile/profile.tsx', 'src/ui/choice.tsx']],
] as const)
  test(`the script for ${what} is at most ${limit / 1000} kB compressed`, () => {
    const total = scriptBytes(...modules)
    assert.ok(total <= limit, `${total} bytes`)
  })
