import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Person, TestService } from './service.ts'
import { eventually } from './wait.ts'

/** Messages that a browser prints for responses that the page handles. */
const EXPECTED = /status of (400|401|403|404|412|429)|ERR_INTERNET_DISCONNECTED/

/** A phone in portrait orientation. */
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const

/** The languages and screen sizes in which tests go through the page by keyboard alone. */
export const ways: readonly [string, BrowserContextOptions][] = [
  ['in English on a desktop', {}],
  ['in English on a phone', phone],
  ['in Arabic on a desktop', { locale: 'ar' }],
  ['in Arabic on a phone', { ...phone, locale: 'ar' }],
]

export interface Opened {
  page: Page
  /** Things that must not happen: console messages, errors, requests to another host. */
  complaints: string[]
}

/** Opens the person's page in a separate browser, as a first-time visitor. */
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
    if (isBad && !EXPECTED.test(message.text()))
      complaints.push(`${message.text()} ${message.location().url}`)
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

/** Signs in and waits for the profile, or for an element of another screen. */
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
  await page.locator('main:not(:has(.skeleton)) .setting').first().waitFor()
}

/** A row of the profile or of another screen: `name`, `email`, `phone`, `timezone`… */
export const row = (page: Page, name: string): Locator => page.locator(`[data-row="${name}"]`)

/** Opens the menu of the person in the header. */
export async function openMenu(page: Page): Promise<void> {
  await page.locator('.account-button').click()
  await page.getByRole('menu').waitFor()
}

/** Signs out by the menu in the header. */
export async function signOut(page: Page): Promise<void> {
  await openMenu(page)
  await page.locator('.menu .sign-out').click()
}

/** Opens the row, and returns it. */
export async function edit(page: Page, name: string): Promise<Locator> {
  await page.locator(`[name="edit-${name}"]`).click()
  return row(page, name)
}

/** Presses the row's Save. */
export const save = (page: Page, name: string): Promise<void> =>
  row(page, name).locator('button[type=submit]').click()

/** The value that a closed row shows. */
export const rowValue = (page: Page, name: string): Locator =>
  row(page, name).locator('.setting-value > span').first()

/** Opens the row of a choice, and returns its field with the list. */
export async function choiceField(page: Page, name: string): Promise<Locator> {
  const field = (await edit(page, name)).locator('[role=combobox]')
  await field.waitFor()
  return field
}

/** Searches for the text in the field with the label, and chooses that option. */
export async function choose(
  page: Page,
  label: string,
  search: string,
  option: string | RegExp,
): Promise<void> {
  await searchFor(page.getByRole('combobox', { name: label, exact: true }), search)
  await page.getByRole('option', { name: option }).click()
}

/** Types into a field with a list. Scrolls it into view first, because a list closes when the page scrolls. */
export async function searchFor(field: Locator, text: string): Promise<void> {
  await field.focus()
  await settled(field.page())
  await field.fill(text)
}

/** Waits until transitions after a focus, a scroll or a change of color have finished. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))')

export const hasFocus = (field: Locator): Promise<boolean> =>
  field.evaluate((element) => element.matches(':focus'))

/** Waits until the focus is there. */
export const waitForFocus = (field: Locator): Promise<true> =>
  eventually(async () => (await hasFocus(field)) || null)

/** Presses Tab until the element has the focus, which must be visible. */
export async function tabTo(wanted: Locator): Promise<void> {
  await wanted.waitFor()
  for (let steps = 0; steps < 60 && !(await hasFocus(wanted)); steps++)
    await wanted.page().keyboard.press('Tab')
  assert.ok(await hasFocus(wanted), `${wanted} is not reached`)
  // For a field, its frame shows the focus.
  const outline = await wanted.evaluate(
    (element) =>
      element.ownerDocument.defaultView?.getComputedStyle(element.closest('.control') ?? element)
        .outlineStyle,
  )
  assert.equal(outline, 'solid', `${wanted} does not show that it has the focus`)
  await settled(wanted.page())
}

/** Says that a row has just been saved. */
export const saved = (page: Page): Locator => page.locator('.setting-value .mark-good[data-saved]')

/** Returns axe's findings for WCAG 2.2 A and AA, in the page or a part of it, as rule and place. */
export async function accessibilityFaults(page: Page, part = 'html'): Promise<string[]> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

/** Returns whether its center is on the screen with nothing in front of it. */
export const isUncovered = (field: Locator): Promise<boolean> =>
  field.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const found = element.ownerDocument.elementFromPoint(left + width / 2, top + height / 2)
    return found !== null && (element.contains(found) || found.contains(element))
  })
