import assert from 'node:assert/strict'
import type { TestService } from './service.ts'
import { eventually } from './wait.ts'

/** Returns the lines of a response without what differs between any two responses, in a fixed order. */
export const withoutIds = (head: string): string[] =>
  head
    .split('\r\n')
    .filter((line) => !/^(date|x-request-id):/i.test(line))
    .map((line) => (/^(\S+): /.test(line) ? line.toLowerCase() : line))
    .sort()

/** Problem details contain the id of the request. */
export const withoutErrorIds = (body: string): string => body.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')

/** Returns the log line of a request after the first `before` ones, without what differs between any two. */
export async function loggedSince(service: TestService, before: number): Promise<Record<string, unknown>> {
  let line: Record<string, unknown> | undefined
  await eventually(async () => {
    line = service.logged.slice(before).find(({ msg }) => msg === 'request')
    return line !== undefined
  })
  const { time, reqId, ms, ...rest } = line!
  assert.match(String(reqId), /^[0-9a-f-]{36}$/)
  assert.deepEqual([typeof time, typeof ms], ['number', 'number'])
  return rest
}
