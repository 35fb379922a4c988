import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'

/** A response of the tested service. */
export interface FuzzAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Deadline for a response, in milliseconds. */
export const ANSWER_TIME = 5000

/**
 * Successful responses that are JSON without the envelope (contract: Signing in), and those for the operator and the
 * page.
 */
const ownShape =
  /^(\/api\/v1\/(user\/(login|token\/refresh|userinfo)\/?|openapi\.json)|\/(healthz|readyz|\.well-known\/(jwks\.json|openid-configuration|oauth-authorization-server)|page\b.*))$/

/**
 * Checks the invariants of every response, whatever the request: no 5xx except a 503 that says when to retry, and the
 * envelope.
 * @param path the requested path, without the query, or null if unknown
 */
export function checkAnswer(method: string, path: string | null, answer: FuzzAnswer): void {
  const { status, headers, body } = answer
  if (status >= 500) {
    assert.equal(status, 503, `answered ${status}: ${body.toString('utf8', 0, 500)}`)
    assert.match(headers['retry-after'] ?? 'no Retry-After', /^\d+$/)
  }
  if (method === 'HEAD' || status === 304) {
    assert.equal(body.length, 0, 'a response that must have no body has one')
    return
  }
  const type = headers['content-type'] ?? ''
  if (status >= 400) checkFailure(status, type, body)
  else if (status === 200 && type.startsWith('application/json')) checkSuccess(path, body)
  else assert.ok(status >= 200 && status < 400, `answered ${status}`)
}

function checkFailure(status: number, type: string, body: Buffer): void {
  if (type.startsWith('application/problem+json')) {
    assert.equal(parsed(body).status, status, 'problem details name another status')
    return
  }
  if (type.startsWith('text/html')) return
  assert.match(type, /^application\/json/, `a failure of type "${type}": ${body.toString('utf8', 0, 200)}`)
  const envelope = parsed(body)
  // A readiness report is not a refusal.
  if ('checks' in envelope) return
  assert.equal(envelope.status_code, status, 'the envelope names another status')
  for (const key of ['errors', 'error_codes', 'data']) assert.equal(typeof envelope[key], 'object', key)
  assert.equal(typeof envelope.error_type, 'string', 'error_type')
}

function checkSuccess(path: string | null, body: Buffer): void {
  const envelope = parsed(body)
  if (path === null || ownShape.test(path)) return
  assert.equal(envelope.status_code, 200, `no envelope at ${path}: ${body.toString('utf8', 0, 200)}`)
  assert.deepEqual(envelope.errors, {})
  assert.ok('data' in envelope, 'no data')
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>
  } catch {
    assert.fail(`not JSON: ${body.toString('utf8', 0, 200)}`)
  }
}
