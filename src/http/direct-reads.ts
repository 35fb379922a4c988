import { type Callers, identifyEarly } from './caller.ts'
import type { DirectRead, KnownCaller } from './direct-routes.ts'
import type { Answered, Begun } from './direct-send.ts'

type Send = (answered: Answered) => void

/**
 * Answers a usual request for a route of `addDirectRead`. Returns whether it has, at once or by a promise; if not, the framework
 * must. It does not throw, and the promise is not rejected. `sendTogether` may wait for other responses of the turn.
 */
export function answerRead(
  begun: Begun,
  read: DirectRead,
  {
    callers,
    send,
    sendTogether,
  }: {
    callers: Pick<Callers, 'authenticate' | 'needsArrival' | 'recall'>
    send: Send
    sendTogether: Send
  },
): boolean | Promise<boolean> {
  const { request } = begun
  try {
    const caller = identifyEarly(request, callers)
    if (caller === null) return false
    if (caller instanceof Promise) return answerLater(begun, read, caller, send)
    const answer = read(caller, request)
    if (answer instanceof Promise) return answerLater(begun, () => answer, caller, send)
    sendTogether({ ...begun, caller, answer })
    return true
  } catch {
    // The framework finds the same fault, and refuses the request in its own way.
    return false
  }
}

async function answerLater(
  begun: Begun,
  read: DirectRead,
  found: KnownCaller | Promise<KnownCaller>,
  send: Send,
): Promise<boolean> {
  try {
    const caller = await found
    send({ ...begun, caller, answer: await read(caller, begun.request) })
    return true
  } catch {
    return false
  }
}
