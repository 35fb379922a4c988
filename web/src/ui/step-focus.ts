import { type RefObject, useEffect, useRef } from 'react'

/**
 * Where the keyboard is. The rule for every screen, dialog and step: the focus goes to where the next keystroke
 * belongs, and never to nothing.
 *
 * - A new step begins at its start (`startOf`): `focusStep`, `useStep`.
 * - If what has the focus disappears, the focus goes to the start of the nearest part around it that is still there:
 *   `keepFocus`. So a form whose fields are replaced by the next step needs no code of its own.
 */

type Part = () => Element | null

/** Without `select`: the only one is that of the languages, below everything else. */
const FIELDS =
  'input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=range], [readonly]), textarea'

/** What is still loading; a button that is busy is not. */
export const LOADING = '[aria-busy=true]:not(button)'

/** A row that opens in place: it starts at its first field, or at its button if it is closed. */
const ROW = '[data-row]'

/** Parts that ask for something, so that they start at a field; others start at their heading. */
const ASKING = `dialog, form, .narrow, ${ROW}`

/** What had the focus last, or was pressed by browsers that do not focus buttons, and everything around it. */
let path: Element[] = []
/** Finds where the focus has yet to go, once that is there. */
let owed: (() => HTMLElement | null) | null = null

const isThere = (element: Element): boolean => element.isConnected && element.checkVisibility()

function firstIn(part: Element, selector: string): HTMLElement | null {
  return Array.from(part.querySelectorAll<HTMLElement>(selector)).find(isThere) ?? null
}

/**
 * Returns where a part starts: in a form or dialog at the element with `data-first`, or else at the first field; or
 * else, as anywhere, at the heading. Null: it has none of these.
 */
export function startOf(part: Element): HTMLElement | null {
  const asked = part.closest(ASKING) ? (firstIn(part, '[data-first]') ?? firstIn(part, FIELDS)) : null
  if (asked) return asked
  if (part.matches(ROW)) return firstIn(part, 'button')
  const heading = firstIn(part, 'h1, h2')
  if (heading) heading.tabIndex = -1
  return heading
}

/** The start of the nearest part that is still there; null: none, or it is still loading. */
function nextPlace(): HTMLElement | null {
  for (const part of path) {
    if (!isThere(part) || part.matches('body, html')) continue
    if (part.querySelector(LOADING)) return null
    // The fields of a row that has just been opened may not be there yet.
    if (part.matches(ROW)) return startOf(part)
    const start = startOf(part)
    if (start) return start
  }
  return null
}

/** Gives the focus to the part once that has something to focus. A person who moves the focus meanwhile keeps it. */
function focusStep(part: Part): void {
  owed = () => {
    const found = part()
    return found && !found.querySelector(LOADING) ? startOf(found) : null
  }
  settle()
}

function settle(): void {
  const isLost = document.activeElement === document.body && path.length > 0 && !(path[0] && isThere(path[0]))
  const start = (owed ?? (isLost ? nextPlace : null))?.()
  if (!start) return
  owed = null
  start.focus()
}

/** Returns what opened a dialog that is about to open. */
export function opener(): HTMLElement | null {
  const now = document.activeElement === document.body ? path[0] : document.activeElement
  return now instanceof HTMLElement ? now : null
}

/** Watches the focus until the returned function is called. */
function keepFocus(): () => void {
  const remember = (target: Element) => {
    path = []
    for (let part: Element | null = target; part; part = part.parentElement) path.push(part)
  }
  const onFocus = ({ target }: Event) => {
    owed = null
    if (target instanceof Element) remember(target)
  }
  const onClick = ({ target }: Event) => {
    const pressed = target instanceof Element ? target.closest('button, a[href]') : null
    if (pressed) remember(pressed)
  }
  const onBlur = () => requestAnimationFrame(settle)
  const observer = new MutationObserver(settle)
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['hidden'] })
  document.addEventListener('focusin', onFocus)
  document.addEventListener('focusout', onBlur)
  document.addEventListener('click', onClick, true)
  return () => {
    observer.disconnect()
    document.removeEventListener('focusin', onFocus)
    document.removeEventListener('focusout', onBlur)
    document.removeEventListener('click', onClick, true)
  }
}

/** Focuses the start of the part whenever it shows another step. */
export function useStep(part: RefObject<Element | null>, step: string): void {
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    focusStep(() => part.current)
  }, [part, step])
}

/**
 * Focuses the start of each screen. The first one keeps the focus at the beginning of the document, as any page does,
 * unless it asks for something.
 */
export function useScreenFocus(screen: string): void {
  const shown = useRef<string | null>(null)
  useEffect(keepFocus, [])
  useEffect(() => {
    const main = () => document.querySelector('main')
    if (shown.current === screen) return
    if (shown.current !== null || main()?.matches(ASKING)) focusStep(main)
    shown.current = screen
  }, [screen])
}
