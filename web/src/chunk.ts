/** Code and texts that load on demand, or earlier, when the page has nothing else to do. */
import { Failure } from './api/failure.ts'
import { isConnectionLost, noteSilence, onReconnect } from './connection.ts'

/** Delays before another attempt, in milliseconds. */
const DELAYS = [400, 1600]
/** How long the first screen is left alone before chunks are loaded in advance, in milliseconds, if nobody uses it. */
const QUIET = 6000
/** Pause between chunks loaded in advance, in milliseconds, for people who save data or have a slow network. */
const SLOW_PAUSE = 2000

export interface Chunk<T> {
  /** Null until it is loaded. */
  loaded: () => T | null
  /** Loads it, once; after a failure, again. @throws {Failure} `unloaded` */
  load: () => Promise<T>
  /** Returns the promise of the last load, the same one until the next, so that a component can wait for it. */
  promise: () => Promise<T>
}

interface Known {
  hasFailed: () => boolean
  isMissing: () => boolean
  load: () => Promise<unknown>
}

const chunks: Known[] = []

/**
 * Everything that loads on demand is a chunk: one that fails is tried again after a pause. `read` imports it.
 * @param isLater whether it is loaded in advance
 */
export function createChunk<T>(read: () => Promise<T>, isLater = true): Chunk<T> {
  let value: T | null = null
  let last: Promise<T> | null = null
  let hasFailed = false
  const load = (): Promise<T> => {
    if (last === null || hasFailed) {
      hasFailed = false
      last = readPatiently(read).then((found) => {
        value = found
        return found
      })
      last.catch(() => {
        hasFailed = true
      })
    }
    return last
  }
  chunks.push({ hasFailed: () => hasFailed, isMissing: () => isLater && value === null, load })
  return { loaded: () => value, load, promise: () => last ?? load() }
}

async function readPatiently<T>(read: () => Promise<T>): Promise<T> {
  for (const delay of [...DELAYS, null])
    try {
      return await read()
    } catch {
      noteSilence()
      // Without a connection, another attempt soon is in vain; what is waiting is told when it is back.
      if (delay === null || isConnectionLost()) break
      await pause(delay)
      await restoreStyles()
    }
  throw new Failure('unloaded')
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

function isMissing({ sheet }: HTMLLinkElement): boolean {
  try {
    return !sheet?.cssRules.length
  } catch {
    // In Chromium there is an unreadable sheet for one that the document names and that failed.
    return true
  }
}

let restoring: Promise<unknown> | null = null

/**
 * Loads style sheets that failed once more, since the loader of a chunk adds each only once. One that is only late stays:
 * the loader of its chunk waits for it.
 */
async function restoreStyles(): Promise<void> {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')]
  restoring ??= Promise.all(links.filter(isMissing).map(restore)).finally(() => {
    restoring = null
  })
  await restoring
}

const restore = (link: HTMLLinkElement) =>
  new Promise<void>((resolve) => {
    const again = link.cloneNode() as HTMLLinkElement
    again.onload = () => {
      const spare = isMissing(link) ? link : again
      spare.remove()
      resolve()
    }
    again.onerror = () => {
      again.remove()
      resolve()
    }
    link.after(again)
  })

/** Waits until a style sheet has loaded or failed; without an event, at the latest when the whole document has. */
const arrived = (link: HTMLLinkElement) =>
  new Promise<void>((resolve) => {
    if (link.sheet !== null || document.readyState === 'complete') return resolve()
    for (const event of ['load', 'error']) link.addEventListener(event, () => resolve(), { once: true })
    addEventListener('load', () => resolve(), { once: true })
  })

/**
 * Waits for the style sheet of the document, which does not hold up what the document shows meanwhile.
 * @throws {Failure} `unloaded`
 */
export const loadStyles = (): Promise<void> =>
  createChunk(async () => {
    // Those of chunks are added to the head.
    const links = [...document.body.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')]
    await Promise.all(links.map(arrived))
    if (links.some(isMissing)) throw new Error('the style sheet is missing')
  }, false).load()

/** Loads every chunk again that has failed. @throws {Failure} `unloaded` */
export async function loadFailedChunks(): Promise<void> {
  await Promise.all(chunks.filter((chunk) => chunk.hasFailed()).map((chunk) => chunk.load()))
}

const idle = () =>
  new Promise<void>((resolve) => {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve())
    else setTimeout(resolve, 200)
  })

/** Whether the person saves data or has a slow network; only some browsers tell. */
function isSlow(): boolean {
  const { connection } = navigator as Navigator & {
    connection?: { saveData?: boolean; effectiveType?: string }
  }
  return connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? '')
}

let settling: Promise<void> | null = null

/**
 * Resolves when somebody has used the page, or has not for a while: until then the first screen needs the processor.
 * What improves it without being needed may load then.
 */
export function settled(): Promise<void> {
  settling ??= new Promise<void>((resolve) => {
    const used = ['pointerdown', 'keydown'] as const
    const end = () => {
      clearTimeout(timer)
      for (const event of used) removeEventListener(event, end, true)
      resolve()
    }
    const timer = setTimeout(end, QUIET)
    for (const event of used) addEventListener(event, end, { capture: true, passive: true })
  })
  return settling
}

let isLoadingAhead = false
let isStarted = false

/**
 * Loads all chunks after the first screen has settled, one at a time while nothing else happens. What failed loads when
 * the connection is back.
 */
export async function loadAhead(): Promise<void> {
  if (isLoadingAhead) return
  isLoadingAhead = true
  if (!isStarted) {
    isStarted = true
    await settled()
    onReconnect(() => void loadAhead())
  }
  const tried = new Set<Known>()
  for (;;) {
    // A loaded chunk may have added others.
    const next = chunks.find((chunk) => chunk.isMissing() && !tried.has(chunk))
    if (next === undefined || isConnectionLost()) break
    tried.add(next)
    if (isSlow()) await pause(SLOW_PAUSE)
    await idle()
    await next.load().catch(() => undefined)
  }
  isLoadingAhead = false
}
