import type { BreachedPasswords } from '../../ports/breached-passwords.ts'

/** Timeout for a response, in milliseconds. */
const DEADLINE = 1000
/** Maximum size of a response, in bytes: ten times the largest range at present, padding included. */
const RESPONSE_MAX = 1_000_000
/** Maximum number of concurrent requests; further checks are skipped. */
const CONCURRENT_MAX = 16
/** Digits of the hash that are sent. */
const PREFIX = 5

export type RangeOutcome = 'breached' | 'clean' | 'failed' | 'skipped'

/**
 * Queries a k-anonymity range service like Have I Been Pwned
 * (https://haveibeenpwned.com/API/v3#PwnedPasswords): `GET {url}/{first five digits}` returns a line for each
 * SHA-1, with its remaining digits and how often it was seen; lines with a count of 0 are padding. Redirects
 * are not followed. `onOutcome` is called for every check, with the error if it failed.
 */
export function createRangeService({
  url,
  onOutcome,
}: {
  url: string
  onOutcome: (outcome: RangeOutcome, error?: unknown) => void
}): BreachedPasswords {
  let asked = 0
  const ask = async (sha1: string): Promise<boolean> => {
    const digits = sha1.toUpperCase()
    const answer = await fetch(`${url}/${digits.slice(0, PREFIX)}`, {
      headers: { 'add-padding': 'true', accept: 'text/plain', 'user-agent': 'user-profile' },
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE),
    })
    if (answer.status !== 200) {
      await answer.body?.cancel()
      throw new Error(`the range service responded with ${answer.status}`)
    }
    const counts = readRange(await readText(answer))
    return (counts.get(digits.slice(PREFIX)) ?? 0) > 0
  }
  return {
    async has(sha1) {
      if (asked >= CONCURRENT_MAX) {
        onOutcome('skipped')
        return null
      }
      asked++
      try {
        const isBreached = await ask(sha1)
        onOutcome(isBreached ? 'breached' : 'clean')
        return isBreached
      } catch (error) {
        onOutcome('failed', error)
        return null
      } finally {
        asked--
      }
    },
  }
}

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    if (size > RESPONSE_MAX) throw new Error('the response of the range service is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('latin1')
}

/** Parses the counts of a range, by the remaining digits of the hash. */
function readRange(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [, rest = '', count = ''] of text.matchAll(/^([0-9A-Fa-f]{35}):(\d{1,12})\r?$/gm))
    counts.set(rest.toUpperCase(), Number(count))
  if (counts.size === 0) throw new Error('the response of the range service contains no valid line')
  return counts
}
