import type { BreachedPasswords } from '../ports/breached-passwords.ts'

/** Milliseconds until an answer that is not there is not waited for any more. */
const DEADLINE = 1000
/** Largest answer that is read, in bytes: ten times what the largest range has today, padding included. */
const ANSWER_MAX = 1_000_000
/** Questions at a time; further ones are not asked. */
const ASKED_MAX = 16
/** Digits of the hash that leave the service. */
const PREFIX = 5

export type RangeOutcome = 'breached' | 'clean' | 'failed' | 'skipped'

/**
 * Asks a k-anonymity range service as Have I Been Pwned has it (https://haveibeenpwned.com/API/v3#PwnedPasswords): `GET
 * {url}/{first five digits}` answers the rest of each SHA-1 and how often it was seen, a line each; lines with a count of
 * 0 are padding. Redirects are not followed. `onOutcome` is told of each question, with what went wrong.
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
      throw new Error(`the range service answered ${answer.status}`)
    }
    const counts = readRange(await readText(answer))
    return (counts.get(digits.slice(PREFIX)) ?? 0) > 0
  }
  return {
    async has(sha1) {
      if (asked >= ASKED_MAX) {
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
    if (size > ANSWER_MAX) throw new Error('the answer of the range service is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('latin1')
}

/** The counts of a range by the rest of the hash. */
function readRange(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [, rest = '', count = ''] of text.matchAll(/^([0-9A-Fa-f]{35}):(\d{1,12})\r?$/gm))
    counts.set(rest.toUpperCase(), Number(count))
  if (counts.size === 0) throw new Error('the answer of the range service has no line of a range')
  return counts
}
