import { join } from 'node:path'
import { startProvider, type TestProvider } from '../test/support/provider.ts'
import { processorSeconds } from './cpu.ts'
import { type Subject, type SubjectOptions, startSubject } from './subject.ts'

const home = join(import.meta.dirname, '..')
const AUDIENCE = 'bench'

/** What tokens of a provider cost: requests a second, and microseconds of processor time for each. */
export interface Sights {
  /** Each token for the first time: its person is created, and its session begins. */
  first: { perSecond: number; processor: number }
  /** The same tokens again. */
  again: { perSecond: number; processor: number }
}

/** Uses new tokens of a provider, and then the same ones again, on a service of their own. */
export async function measureSights(
  options: SubjectOptions,
  { tokens, connections, rounds }: { tokens: number; connections: number; rounds: number },
): Promise<Sights[]> {
  const provider = await startProvider()
  const entry = { id: 'bench', issuer: provider.issuer, audiences: [AUDIENCE] }
  const settingsFor = (application: string) => ({ ISSUERS: JSON.stringify([{ ...entry, application }]) })
  try {
    const subject = await startSubject(home, { ...options, settingsFor })
    const sights: Sights[] = []
    // The first token of all fetches the keys.
    await use(subject, connections, [await newToken(provider)])
    while (sights.length < rounds) {
      const signed = await Promise.all(Array.from({ length: tokens }, () => newToken(provider)))
      const first = await use(subject, connections, signed)
      sights.push({ first, again: await use(subject, connections, signed) })
    }
    await subject.stop()
    return sights
  } finally {
    await provider.stop()
  }
}

async function use({ server, service, apikey }: Subject, connections: number, tokens: readonly string[]) {
  const before = processorSeconds(server.pid, true)
  const began = performance.now()
  await atOnce(connections, tokens, async (token) => {
    const headers = { apikey, authorization: `Bearer ${token}` }
    const answer = await fetch(`${service.base}/user/get/profile/`, { headers })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`a token of a provider: ${answer.status}`)
  })
  return {
    perSecond: (tokens.length * 1000) / (performance.now() - began),
    processor: ((processorSeconds(server.pid, true) - before) * 1e6) / tokens.length,
  }
}

let counter = 0

function newToken(provider: TestProvider): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const number = ++counter
  return provider.sign({
    sub: `subject-${number}`,
    sid: `session-${number}`,
    aud: AUDIENCE,
    iat: now,
    exp: now + 3600,
    email: `subject-${number}@provider.example`,
    email_verified: true,
    given_name: 'Ada',
    family_name: 'Lovelace',
  })
}

async function atOnce(connections: number, list: readonly string[], work: (one: string) => Promise<void>) {
  let next = 0
  const worker = async () => {
    for (let one = list[next++]; one !== undefined; one = list[next++]) await work(one)
  }
  await Promise.all(Array.from({ length: connections }, worker))
}
