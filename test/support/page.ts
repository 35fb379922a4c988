import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Person, TestService } from './service.ts'
import { eventually } from './wait.ts'

/** What a browser says by itself of an answer that the page understands. */
const EXPECTED = /status of (400|401|403|404|412|429)|ERR_INTERNET_DISCONNECTED/

/** A phone, upright. */
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const

/** In which languages and on which screens every way through the page is gone by keyboard alone. */
export const ways: readonly [string, BrowserContextOptions][] = [
  ['in English on a desktop', {}],
  ['in English on a phone', phone],
  ['in Arabic on a desktop', { locale: 'ar' }],
  ['in Arabic on a phone', { ...phone, locale: 'ar' }],
]

export interface Opened {
  page: Page
  /** What must not happen: console messages, errors, requests to another host. */
  complaints: string[]
}

/** Opens the page of the person in a browser of its own, as somebody who was never there. */
export async function openPage(
  browser: Browser,
  service: TestService,
  options: BrowserContextOptions & { path?: string } = {},
): Promise<Opened> {
  const { path = '', ...context } = options
  const made = await browser.newContext({
    locale: 'en-US',
    viewport: { width: 1280, height: 900 },
    ...context,
  })
  return openTab(await made.newPage(), service, path)
}

/** Another tab of the same browser. */
export async function openTab(page: Page, service: TestService, path = ''): Promise<Opened> {
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    const isBad = ['error', 'warning'].includes(message.type())
    if (isBad && !EXPECTED.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (!['data:', 'blob:'].includes(protocol) && origin !== service.origin)
      complaints.push(`request to ${request.url()}`)
  })
  await page.goto(`${service.origin}/${path}`)
  return { page, complaints }
}

/** Signs in and waits for the profile, or for what another screen shows. */
export async function signIn(
  page: Page,
  { username, password }: Pick<Person, 'username' | 'password'>,
  shown?: Locator,
): Promise<void> {
  await page.locator('[name=username]').fill(username)
  await page.locator('[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await (shown ? shown.waitFor() : profileShown(page))
}

/** Waits until the profile can be used. */
export async function profileShown(page: Page): Promise<void> {
  await page.locator('[role=combobox]').nth(3).waitFor()
}

/** Chooses the option with the text in the field with the label, by searching for it. */
export async function choose(
  page: Page,
  label: string,
  search: string,
  option: string | RegExp,
): Promise<void> {
  await searchFor(page.getByRole('combobox', { name: label, exact: true }), search)
  await page.getByRole('option', { name: option }).click()
}

/** Types into a field with a list. It is in view before: a list closes when the page is scrolled. */
export async function searchFor(field: Locator, text: string): Promise<void> {
  await field.focus()
  await settled(field.page())
  await field.fill(text)
}

/** Waits until what was set moving by a focus, a scroll or a change of colour is where it stays. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))')

export const hasFocus = (field: Locator): Promise<boolean> =>
  field.evaluate((element) => element.matches(':focus'))

/** Waits until the focus is there. */
export const focusComes = (field: Locator): Promise<true> =>
  eventually(async () => (await hasFocus(field)) || null)

/** Presses Tab until the focus is there, where it must show. */
export async function tabTo(wanted: Locator): Promise<void> {
  await wanted.waitFor()
  for (let steps = 0; steps < 60 && !(await hasFocus(wanted)); steps++)
    await wanted.page().keyboard.press('Tab')
  assert.ok(await hasFocus(wanted), `${wanted} is not reached`)
  // The frame around a field shows it for the field.
  const outline = await wanted.evaluate(
    (element) =>
      element.ownerDocument.defaultView?.getComputedStyle(element.closest('.control') ?? element)
        .outlineStyle,
  )
  assert.equal(outline, 'solid', `${wanted} does not show that it has the focus`)
  await settled(wanted.page())
}

export const saved = (page: Page): Locator => page.locator('.save-state[data-state=saved]')

/** What axe finds against WCAG 2.2 A and AA, in the page or a part of it: rule and place. */
export async function accessibilityFaults(page: Page, part = 'html'): Promise<string[]> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

/** Whether the middle of it is on the screen with nothing in front. */
export const isUncovered = (field: Locator): Promise<boolean> =>
  field.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const found = element.ownerDocument.elementFromPoint(left + width / 2, top + height / 2)
    return found !== null && (element.contains(found) || found.contains(element))
  })
