/**
 * Whether the service can be reached, as far as known. The browser's own `navigator.onLine` only says that there is a
 * network, so a request without a response is checked, and a lost service is asked for until it answers.
 */
import { pageUrl } from './base.ts'
import { createListeners } from './listeners.ts'

/** Delays between attempts to reach the service, in milliseconds; the last one repeats. */
const DELAYS = [1000, 2000, 4000, 8000, 15_000]
/** Longest wait for an answer, in milliseconds. */
const DEADLINE = 10_000

let isLost = false
let asking: Promise<boolean> | null = null
let attempts = 0
let timer: ReturnType<typeof setTimeout> | undefined
const { subscribe, notify } = createListeners()

function set(next: boolean): void {
  if (isLost === next) return
  isLost = next
  notify()
}

async function canReach(): Promise<boolean> {
  try {
    const address = new URL('page-config.json', pageUrl)
    const signal = AbortSignal.timeout(DEADLINE)
    const { ok } = await fetch(address, { method: 'HEAD', cache: 'no-store', signal })
    return ok
  } catch {
    return false
  }
}

async function ask(): Promise<boolean> {
  clearTimeout(timer)
  const isThere = await canReach()
  if (isThere) noteResponse()
  else {
    set(true)
    timer = setTimeout(checkConnection, DELAYS[Math.min(attempts++, DELAYS.length - 1)])
  }
  return isThere
}

/** Finds out whether the service can be reached. */
export function checkConnection(): Promise<boolean> {
  asking ??= ask().finally(() => {
    asking = null
  })
  return asking
}

/** Call it after a response of the service. */
export function noteResponse(): void {
  attempts = 0
  clearTimeout(timer)
  set(false)
}

/** Call it after a request without a response. */
export const noteSilence = (): void => void checkConnection()

/** Returns whether the last attempts to reach the service failed. */
export const isConnectionLost = (): boolean => isLost

export const subscribeConnection = subscribe

/** Calls the listener each time the connection is back. Returns a function that removes it. */
export const onReconnect = (listener: () => void): (() => void) =>
  subscribe(() => {
    if (!isLost) listener()
  })

const askAgain = () => {
  attempts = 0
  if (isLost) noteSilence()
}
addEventListener('offline', noteSilence)
addEventListener('online', askAgain)
document.addEventListener('visibilitychange', askAgain)
