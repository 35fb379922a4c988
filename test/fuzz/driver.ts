import assert from 'node:assert/strict'
import http from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { ANSWER_TIME, checkAnswer, type FuzzAnswer } from './invariants.ts'
import { type FuzzRequest, fillIn } from './request.ts'
import type { FuzzTarget } from './target.ts'

const agent = new http.Agent({ keepAlive: true, maxSockets: 32 })

/** Closes open connections. */
export const closeConnections = () => agent.destroy()

/** Sends the request and checks the response. @throws an assertion error that says what is wrong */
export async function tryRequest(target: FuzzTarget, request: FuzzRequest): Promise<FuzzAnswer> {
  const answer = await send(target, request, false)
  checkAnswer(request.method, request.path.split(/[?#]/)[0] ?? '', answer)
  return answer
}

async function send(target: FuzzTarget, request: FuzzRequest, isSecondTry: boolean): Promise<FuzzAnswer> {
  const known = target.known()
  const headers: Record<string, string> = {}
  if (request.as !== 'nobody') headers.apikey = known.apikey ?? ''
  if (request.as === 'person') headers.authorization = `Bearer ${known.access}`
  for (const [name, value] of request.headers) headers[name] = fillIn(value, known)
  const body = request.body === null ? undefined : Buffer.from(fillIn(request.body, known), 'latin1')
  if (body) headers['content-length'] = String(body.length)
  // Uses no agent if the request may end or change the connection.
  const isKept = headers.upgrade === undefined
  const sent = http.request({
    host: '127.0.0.1',
    port: target.port,
    method: request.method,
    path: fillIn(request.path, known),
    headers,
    agent: isKept ? agent : false,
    signal: AbortSignal.timeout(ANSWER_TIME),
  })
  try {
    return await answerOf(sent, body)
  } catch (error) {
    target.checkAlive()
    const { code, name, rawPacket } = error as NodeJS.ErrnoException & { rawPacket?: Buffer }
    // Requests that the HTTP parser refuses get a response before it is known that they are a HEAD.
    if (request.method === 'HEAD' && rawPacket && /^HTTP\/1\.1 4/.test(String(rawPacket)))
      return { status: Number(String(rawPacket).slice(9, 12)), headers: {}, body: Buffer.alloc(0) }
    // The service may close an idle connection just as the client uses it again (RFC 9112, 9.3.1).
    if (sent.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE') && !isSecondTry)
      return send(target, request, true)
    assert.fail(
      name === 'AbortError' ? `no answer within ${ANSWER_TIME} ms` : `no answer: ${error} ${rawPacket ?? ''}`,
    )
  }
}

function answerOf(sent: http.ClientRequest, body: Buffer | undefined): Promise<FuzzAnswer> {
  return new Promise((resolve, reject) => {
    sent.once('error', reject)
    sent.once('response', (answer) => {
      buffer(answer).then(
        (bytes) =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: plain(answer.headers, bytes),
          }),
        reject,
      )
    })
    sent.end(body)
  })
}

function plain({ 'content-encoding': encoding }: http.IncomingHttpHeaders, bytes: Buffer): Buffer {
  if (bytes.length === 0) return bytes
  if (encoding === 'br') return brotliDecompressSync(bytes)
  return encoding === 'gzip' ? gunzipSync(bytes) : bytes
}
