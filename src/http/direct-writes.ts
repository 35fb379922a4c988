import type { IncomingMessage } from 'node:http'
import { parseFields } from '../basics/fields.ts'
import { BODY_BYTES, type FieldsType, fieldsOf, usualFieldsType } from './body/fields.ts'
import { receiveBytes } from './body/receive.ts'
import { type Callers, identifyEarly } from './caller.ts'
import { beginWrite, type DirectWrite, type KnownCaller } from './direct-routes.ts'
import type { Answered, Begun } from './direct-send.ts'

/** Counts what this process works on: not what waits for its body. */
export interface Work {
  begin(request: IncomingMessage, response: Begun['response']): void
  wait(request: IncomingMessage): void
  resume(request: IncomingMessage): void
  isFull(): boolean
}

interface WriteOptions {
  callers: Pick<Callers, 'authenticate' | 'needsArrival' | 'recall'>
  addressOf: (request: IncomingMessage) => string
  send: (answered: Answered) => void
}

/**
 * Answers a usual request for a route of `addDirectWrite`. Returns whether it has, by a promise; if not, the framework must. It does
 * not throw, and the promise is not rejected. A write that fails is not begun again: the framework answers its failure.
 */
export function answerWrite(
  begun: Begun,
  write: DirectWrite,
  work: Work,
  options: WriteOptions,
): boolean | Promise<boolean> {
  const { request, response } = begun
  const type = usualFieldsType(request)
  if (type === null) return false
  try {
    const caller = identifyEarly(request, options.callers)
    if (caller === null) return false
    work.begin(request, response)
    return writeLater(begun, write, work, caller, type, options)
  } catch {
    // The framework finds the same fault, and refuses the request in its own way.
    return false
  }
}

async function writeLater(
  begun: Begun,
  write: DirectWrite,
  work: Work,
  found: KnownCaller | Promise<KnownCaller>,
  type: FieldsType,
  { addressOf, send }: WriteOptions,
): Promise<boolean> {
  const { request } = begun
  try {
    const signedIn = found instanceof Promise ? await found : found
    work.wait(request)
    const bytes = await receiveBytes(request, BODY_BYTES)
    if (work.isFull()) return false
    work.resume(request)
    const fields = fieldsOf(bytes, type, request.headers)
    if (fields === null) return false
    const caller = { ...signedIn, address: addressOf(request) }
    const answer = await beginWrite(write, request, caller, parseFields(write.body, fields))
    send({ ...begun, caller, answer })
    return true
  } catch {
    return false
  }
}
