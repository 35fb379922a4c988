import { SECOND } from '../../basics/durations.ts'
import { RelyingPartyFault } from '../../ports/relying-party.ts'

/** Time for a whole response, in milliseconds. */
const DEADLINE = 5 * SECOND
/** Maximum size of a response, in bytes. */
const RESPONSE_MAX = 512_000
/** Maximum number of requests at once in a process. */
const RUNNING_MAX = 64

let running = 0

/**
 * `fetch` with a deadline for the whole response and a bound on its size and on the number of requests; redirects are not
 * followed.
 * @throws {RelyingPartyFault} `unavailable`
 */
export async function boundedFetch(url: string, options: object): Promise<Response> {
  if (running >= RUNNING_MAX)
    throw new RelyingPartyFault('unavailable', `${RUNNING_MAX} requests are running`)
  running++
  try {
    const answer = await fetch(url, {
      ...options,
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE),
    })
    const body = await readBounded(url, answer)
    const { status, headers } = answer
    return new Response([204, 205, 304].includes(status) ? null : body, { status, headers })
  } catch (error) {
    if (error instanceof RelyingPartyFault) throw error
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    const reason = isLate ? `does not respond within ${DEADLINE / SECOND} s` : 'cannot be reached'
    throw new RelyingPartyFault('unavailable', `${new URL(url).origin} ${reason}`, { cause: error })
  } finally {
    running--
  }
}

async function readBounded(url: string, answer: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    if (size > RESPONSE_MAX)
      throw new RelyingPartyFault(
        'unavailable',
        `${new URL(url).origin} responds with more than ${RESPONSE_MAX} bytes`,
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
