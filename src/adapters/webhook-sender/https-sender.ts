import { lookup as lookUp } from 'node:dns/promises'
import { type RequestOptions, request as requestPlain } from 'node:http'
import { request as requestEncrypted } from 'node:https'
import { isIP } from 'node:net'
import { SECOND } from '../../basics/durations.ts'
import { fromEvents, ignoreErrors, within } from '../../basics/foreign-events.ts'
import { judgeAddresses } from '../../basics/public-address.ts'
import type { WebhookOutcome, WebhookSender } from '../../ports/webhook-sender.ts'
import { isCertificateFault } from '../certificate-faults.ts'

/** Time for name, connection and the head of the response together, in milliseconds. */
const DEADLINE = 15 * SECOND
/** Maximum size of the head of a response, in bytes. */
const HEAD_MAX = 16_384

interface ResolvedAddress {
  address: string
  family: number
}

interface Options {
  /** Networks that may be reached although they are not public, and without encryption. */
  networks: readonly string[]
  /** For tests. */
  resolve?: (host: string) => Promise<ResolvedAddress[]>
  /** For tests: certificates to trust in addition. */
  ca?: string
  deadline?: number
}

const resolveAll = (host: string): Promise<ResolvedAddress[]> => lookUp(host, { all: true })

/**
 * Sends each request over its own connection, to an address that was checked: the name is resolved once, all its addresses
 * are judged, and the connection goes to these, so that a name that changes meanwhile leads nowhere else. The certificate
 * must be that of the name. Redirects are not followed, and a response ends with its head.
 */
export function createHttpsSender(options: Options): WebhookSender {
  const { networks, resolve = resolveAll, deadline = DEADLINE } = options

  const addressesOf = async (host: string): Promise<ResolvedAddress[]> => {
    const family = isIP(host)
    return family === 0 ? resolve(host) : [{ address: host, family }]
  }
  return {
    async send({ url, headers, body }) {
      const end = performance.now() + deadline
      const target = new URL(url)
      const host = target.hostname.replace(/^\[|\]$/g, '')
      let addresses: ResolvedAddress[]
      try {
        addresses = await within(deadline, addressesOf(host), () => new Error('no answer in time'))
      } catch (error) {
        return { fault: 'name_unknown', detail: textOf(error) }
      }
      const judgment = judgeAddresses(
        addresses.map(({ address }) => address),
        networks,
      )
      if (judgment === 'refused')
        return { fault: 'address_refused', detail: addresses.map(({ address }) => address).join(', ') }
      const isEncrypted = target.protocol === 'https:'
      if (!isEncrypted && judgment !== 'listed')
        return { fault: 'not_encrypted', detail: 'https is required outside WEBHOOK_NETWORKS' }
      const how = { method: 'POST', headers, agent: false, maxHeaderSize: HEAD_MAX }
      const left = Math.max(1, end - performance.now())
      return exchange(
        target,
        isEncrypted,
        { ...how, ...(options.ca && { ca: options.ca }) },
        body,
        addresses,
        left,
      )
    },
  }
}

function exchange(
  target: URL,
  isEncrypted: boolean,
  how: RequestOptions,
  body: string,
  addresses: readonly ResolvedAddress[],
  milliseconds: number,
): Promise<WebhookOutcome> {
  let abandon = () => {}
  const done = fromEvents<WebhookOutcome>('webhook', ({ on, after, callback, resolve }) => {
    const lookup = ((_host: string, options: { all?: boolean }, answer: Answer) => {
      const [first] = addresses
      callback(() => {
        if (options.all) answer(null, addresses)
        else answer(null, first!.address, first!.family)
      })()
    }) as NonNullable<RequestOptions['lookup']>
    const request = (isEncrypted ? requestEncrypted : requestPlain)(target, { ...how, lookup })
    abandon = () => request.destroy()
    on(request, 'response', (response) => {
      ignoreErrors(response)
      resolve({ status: response.statusCode })
    })
    on(request, 'error', (error: NodeJS.ErrnoException) =>
      resolve({
        fault: isCertificateFault(error.code ?? '') ? 'certificate' : 'connection',
        detail: textOf(error),
      }),
    )
    on(request, 'close', () => resolve({ fault: 'connection', detail: 'closed without a response' }))
    after(milliseconds, () =>
      resolve({ fault: 'timeout', detail: `no response within ${DEADLINE / SECOND} s` }),
    )
    request.end(body)
  })
  return done
    .catch((error: unknown): WebhookOutcome => ({ fault: 'connection', detail: textOf(error) }))
    .finally(() => abandon())
}

type Answer = (error: null, addresses: string | readonly ResolvedAddress[], family?: number) => void

/** Returns the code of the system, which says enough and contains nothing that a server sent. */
function textOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return String(code ?? message)
}
