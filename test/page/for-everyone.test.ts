import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { accessibilityFaults, openPage, phone, searchFor, signIn } from '../support/page.ts'
import { startService, type TestService } from '../support/service.ts'

const skip = withoutBrowser
let service: TestService
let browser: Browser
before(async () => {
  service = await startService()
  if (!skip) browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await service.stop()
})

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
    await searchFor(page.locator('[role=combobox]').nth(3), 'eu')
    await page.locator('[role=option]').first().waitFor()
    // While a list is open, the rest is hidden from screen readers, which axe takes for a mistake.
    assert.deepEqual(await accessibilityFaults(page, '.choice-list'), [])
    await page.keyboard.press('Escape')
    await page.locator('.card .spread button').first().click()
    await page.locator('dialog [name=email]').fill(`for-${person.username}@example.org`)
    await page.locator('dialog button[type=submit]').click()
    await page.locator('dialog [name=code]').waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.deepEqual(complaints, [])
  })

for (const [name, options] of looks)
  test(`axe finds nothing where security and data are looked after ${name}`, { skip }, async () => {
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
    await page.locator('[name=change-password]').click()
    await check()
    await send.click()
    await dialog.locator('[aria-invalid=true]').first().waitFor()
    await check()
    await page.keyboard.press('Escape')
    await page.locator('[name=end-others]').click()
    await dialog.waitFor()
    await check()
    await page.keyboard.press('Escape')
    await page.locator('[name=download]').click()
    await page.locator('.notice-good').waitFor()
    await page.locator('[name=delete-account]').click()
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

test('the first thing that the keyboard reaches skips to the content', { skip }, async () => {
  const person = await service.person()
  const { page } = await openPage(browser, service)
  await signIn(page, person)
  await page.reload()
  await page.locator('[role=combobox]').nth(3).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate('document.activeElement.id'), 'main')
})

for (const [width, height] of [
  [320, 640],
  [640, 450],
  [3840, 2160],
] as const)
  test(`nothing has to be scrolled sideways at ${width} pixels`, { skip }, async () => {
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
  ['', '[role=combobox] >> nth=3'],
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

test('the script up to a profile that can be used is at most 150 kB compressed', () => {
  const dist = join(import.meta.dirname, '../../web/dist')
  const read = (file: string) => JSON.parse(readFileSync(join(dist, file), 'utf8'))
  const manifest = read('manifest.json') as Record<string, { file: string; imports?: string[] }>
  const sizes = read('sizes.json') as Record<string, { gzip: number }>
  const files = new Set<string>()
  const add = (name: string) => {
    const chunk = manifest[name]
    assert.ok(chunk, name)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const imported of chunk.imports ?? []) add(imported)
  }
  for (const name of [
    'index.html',
    'src/screens/profile/profile.tsx',
    'src/ui/choice.tsx',
    'src/locales/en.json?first',
  ])
    add(name)
  const total = [...files].reduce((sum, file) => sum + (sizes[file]?.gzip ?? Number.NaN), 0)
  assert.ok(total <= 150_000, `${total} bytes`)
})
