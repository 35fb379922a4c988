import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { reportBackgroundError } from '../basics/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import type { KnownCaller } from './direct-routes.ts'
import { withFixedHeaders } from './fixed-headers.ts'
import type { Measure } from './measure.ts'
import { noteAnswer } from './raw-answers.ts'
import type { ReadyAnswer } from './ready-answer.ts'
import { logRequest } from './request-log.ts'
import { boundAnswer } from './send.ts'

/** A request that is being answered without the framework. `start` is on the clock of `performance.now()`. */
export interface Begun {
  request: IncomingMessage
  response: ServerResponse
  /** The pattern of the route. */
  url: string
  start: number
}

/** One whose response is ready. */
export interface Answered extends Begun {
  caller: KnownCaller
  answer: ReadyAnswer
}

export interface SendOptions {
  logger: Pick<Log, 'info'>
  measure: Measure | null
  isStopping: () => boolean
}

/**
 * Returns a function that sends a response with the headers, the log line and the counts of every response. It does not throw: if
 * a response cannot be sent, its client is disconnected.
 */
export const createDirectSend =
  (options: SendOptions) =>
  (answered: Answered): void => {
    try {
      sendAnswer(answered, options)
    } catch (error) {
      reportBackgroundError('direct answer', error)
      answered.response.destroy()
    }
  }

function sendAnswer(
  { request, response, url, start, caller, answer }: Answered,
  { logger, measure, isStopping }: SendOptions,
): void {
  const { status, vary, headers, body, bytes } = answer
  const reqId = randomUUID()
  const { method = '' } = request
  noteAnswer(request, response)
  const all = withFixedHeaders(headers, vary)
  all.push('x-request-id', reqId)
  if (body !== null) all.push('content-length', String(bytes ?? Buffer.byteLength(body)))
  if (isStopping()) all.push('connection', 'close')
  response.writeHead(status, all)
  measure?.(response, () => ({ method, route: url }))
  response.end(body ?? undefined)
  // What the system has taken needs no time limit.
  if (response.writableLength > 0) boundAnswer(response, body)
  const took = performance.now() - start
  logRequest(
    logger,
    { method, route: url, status, took, applicationId: caller.application.id, userId: caller.user.id },
    { reqId },
  )
}
