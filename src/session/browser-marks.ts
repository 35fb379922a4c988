import { createHmac, timingSafeEqual } from 'node:crypto'
import { DAY } from '../ports/durations.ts'

/** How long a browser is known after a sign-in, in milliseconds. */
export const BROWSER_KNOWN = 180 * DAY
/** People that one browser is known for, the last ones. */
const MARKS_MAX = 4
/** Bytes that tell browsers apart. */
export const MARK_BYTES = 16

/** What a mark is made with. */
interface MarkKey {
  /** The secret of the installation, base64url. */
  secret: string
  /** Whose sign-in it tells of; it does not stand in the mark. */
  userId: string
}

interface Mark {
  text: string
  /** Milliseconds since the Unix epoch. */
  at: number
  /** Tells this browser from others of the person. */
  browser: string
}

const MARK = /^([0-9a-z]{1,9})\.([\w-]{22})\.[\w-]{43}$/

/** The marks in the value of a cookie, the newest first; what is none is left out. */
function readMarks(value: string): Mark[] {
  return value
    .split('~', MARKS_MAX)
    .map((text) => ({ text, parts: MARK.exec(text) }))
    .flatMap(({ text, parts }) =>
      parts ? [{ text, at: Number.parseInt(parts[1]!, 36), browser: parts[2]! }] : [],
    )
}

/** A mark: when it was made, the browser, and HMAC-SHA-256 (RFC 2104) of both and the person. */
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
 * The browser that the cookie proves to be one in which the person has signed in; null: it proves nothing. It does the same
 * work for a person who does not exist.
 */
export function knownBrowser(value: string, key: MarkKey, now: number): string | null {
  const own = readMarks(value).filter((mark) => isOf(key, mark))
  // One from later than now was made by a clock that ran ahead: it is as good as any.
  return own.find(({ at }) => at > now - BROWSER_KNOWN)?.browser ?? null
}

/** The cookie after a sign-in of the person: their mark, and before it made those of others in the same browser. */
export function addMark(value: string, key: MarkKey, now: number, browser: string): string {
  const others = readMarks(value).filter((mark) => !isOf(key, mark))
  return [makeMark(key, now, browser), ...others.map(({ text }) => text)].slice(0, MARKS_MAX).join('~')
}
