import { createHmac, timingSafeEqual } from 'node:crypto'
import { DAY } from '../basics/durations.ts'

/** How long a browser is remembered after a sign-in, in milliseconds. */
export const BROWSER_KNOWN = 180 * DAY
/** Maximum number of people per browser; the most recent are kept. */
const MARKS_MAX = 4
/** Number of bytes that identify a browser. */
export const MARK_BYTES = 16

/** Input for a mark. */
interface MarkKey {
  /** The secret of the installation, base64url. */
  secret: string
  /** The person whose sign-in it proves; not part of the mark. */
  userId: string
}

interface Mark {
  text: string
  /** Milliseconds since the Unix epoch. */
  at: number
  /** Identifies this browser among others of the person. */
  browser: string
}

const MARK = /^([0-9a-z]{1,9})\.([\w-]{22})\.[\w-]{43}$/

/** Parses the marks in the value of a cookie, newest first; invalid ones are ignored. */
function readMarks(value: string): Mark[] {
  return value
    .split('~', MARKS_MAX)
    .map((text) => ({ text, parts: MARK.exec(text) }))
    .flatMap(({ text, parts }) =>
      parts ? [{ text, at: Number.parseInt(parts[1]!, 36), browser: parts[2]! }] : [],
    )
}

/** Creates a mark: its time, the browser, and HMAC-SHA-256 (RFC 2104) of both and the person. */
function makeMark({ secret, userId }: MarkKey, at: number, browser: string): string {
  const signature = createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(`browser\n${userId}\n${at}\n${browser}`)
    .digest('base64url')
  return `${at.toString(36)}.${browser}.${signature}`
}

const isOf = (key: MarkKey, mark: Mark): boolean => {
  const [made, sent] = [makeMark(key, mark.at, mark.browser), mark.text].map((text) => Buffer.from(text))
  return made!.length === sent!.length && timingSafeEqual(made!, sent!)
}

/**
 * Returns the browser that the cookie proves to be one in which the person has signed in; null if it proves
 * nothing. Does the same work for a person who does not exist.
 */
export function knownBrowser(value: string, key: MarkKey, now: number): string | null {
  const own = readMarks(value).filter((mark) => isOf(key, mark))
  // A mark from the future was created by a clock that ran ahead and is accepted.
  return own.find(({ at }) => at > now - BROWSER_KNOWN)?.browser ?? null
}

/**
 * Returns the cookie after a sign-in of the person: their mark, followed by those of others in the same
 * browser.
 */
export function addMark(value: string, key: MarkKey, now: number, browser: string): string {
  const others = readMarks(value).filter((mark) => !isOf(key, mark))
  return [makeMark(key, now, browser), ...others.map(({ text }) => text)].slice(0, MARKS_MAX).join('~')
}
