import type { Locator, Page } from 'playwright-core'
import { hasFocus } from '../../test/support/page.ts'

/** How a person works: with a mouse and a keyboard, with a keyboard alone, or with fingers on a phone. */
export type Way = 'mouse' | 'keyboard' | 'phone'

/** What a task costs a person. */
export interface Effort {
  /** Clicks or taps. */
  clicks: number
  keystrokes: number
  /** The keystroke-level model's time for both, and the measured time of waiting for the page. */
  seconds: number
}

/** Seconds of an average typist for a key, and for pointing and clicking (Card, Moran and Newell, 1980). */
const KEY = 0.28
const CLICK = 1.1 + 0.2
/** More than any screen has places to stop at. */
const STOPS_MAX = 80

export type Hands = ReturnType<typeof createHands>

/** A scripted person: does on the page what a person would do, and counts it. */
export function createHands(page: Page, way: Way) {
  const effort: Effort = { clicks: 0, keystrokes: 0, seconds: 0 }

  const press = async (key: string) => {
    effort.keystrokes++
    effort.seconds += KEY
    await page.keyboard.press(key)
  }
  const point = async (target: Locator) => {
    effort.clicks++
    effort.seconds += CLICK
    await (way === 'phone' ? target.tap() : target.click())
  }
  /** Waits for the page, whose time counts. */
  const see = async (target: Locator) => {
    const start = performance.now()
    await target.first().waitFor()
    effort.seconds += (performance.now() - start) / 1000
  }
  const reach = async (target: Locator) => {
    await see(target)
    if (await hasFocus(target)) return
    if (way !== 'keyboard') return point(target)
    // People see whether it is above.
    const isAbove = await target.evaluate((element) => {
      const { activeElement, body } = element.ownerDocument
      const FOLLOWING = 4
      if (activeElement === null || activeElement === body) return false
      return (element.compareDocumentPosition(activeElement) & FOLLOWING) !== 0
    })
    for (let stops = 0; stops < STOPS_MAX; stops++) {
      await press(isAbove ? 'Shift+Tab' : 'Tab')
      if (await hasFocus(target)) return
    }
    throw new Error(`${target} is not reached by keyboard`)
  }
  return {
    effort,
    press,
    see,
    /** Uses a button or link. */
    async use(target: Locator) {
      await see(target)
      if (way !== 'keyboard') return point(target)
      await reach(target)
      await press('Enter')
    },
    /** Types into a field, which is reached first if it does not have the focus. */
    async type(target: Locator, text: string) {
      await reach(target)
      for (const character of text) {
        effort.keystrokes++
        effort.seconds += KEY
        await page.keyboard.type(character)
      }
    },
  }
}
