import { SECOND } from '../../basics/durations.ts'
import { type ProviderClient, ProviderFault } from '../../ports/provider-client.ts'

/** Time for a whole response, in milliseconds. */
const DEADLINE = 3 * SECOND
/** Maximum size of a response, in bytes; key sets of large providers have some 20 kB. */
const RESPONSE_MAX = 512_000

/** Reads documents with `fetch`. A redirect is refused: nothing at the new address would be the provider's own. */
export function createFetchClient({ deadline = DEADLINE }: { deadline?: number } = {}): ProviderClient {
  return {
    async read(url) {
      try {
        const answer = await fetch(url, {
          headers: { accept: 'application/json', 'user-agent': 'user-profile' },
          redirect: 'manual',
          signal: AbortSignal.timeout(deadline),
        })
        if (answer.status !== 200) {
          await answer.body?.cancel()
          const { status } = answer
          throw new ProviderFault(
            status >= 300 && status < 400
              ? `${url} redirects, which is not followed`
              : `${url} responds with ${status}`,
          )
        }
        return readObject(url, await readText(url, answer))
      } catch (error) {
        if (error instanceof ProviderFault) throw error
        const isLate = error instanceof Error && error.name === 'TimeoutError'
        const reason = isLate ? `does not respond within ${deadline / SECOND} s` : 'cannot be reached'
        throw new ProviderFault(`${url} ${reason}${codeOf(error)}`, { cause: error })
      }
    },
  }
}

function codeOf(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException
  return typeof code === 'string' ? ` (${code})` : ''
}

async function readText(url: string, answer: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    if (size > RESPONSE_MAX) throw new ProviderFault(`${url} responds with more than ${RESPONSE_MAX} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readObject(url: string, text: string): Record<string, unknown> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ProviderFault(`${url} responds with something that is not JSON`, { cause: error })
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new ProviderFault(`${url} responds with JSON that is not an object`)
  return json as Record<string, unknown>
}
