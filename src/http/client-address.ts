import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { isInNetworks, readAddress } from '../basics/client-network.ts'

/** Number of addresses that are remembered. */
const RECENT = 1000

/**
 * Returns Fastify's rule for whose `X-Forwarded-For` is trusted: proxies may also write their own address
 * with a port.
 */
export function trustRule(trusted: boolean | readonly string[]): boolean | ((address: string) => boolean) {
  return typeof trusted === 'boolean' ? trusted : (address) => isInNetworks(address, trusted)
}

/**
 * Returns the IP address of the client in canonical form: without port or zone, and not mapped into IPv6. If
 * a proxy forwards something that is not an address, returns the address of the proxy.
 */
export function clientAddress(request: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const { remoteAddress = '' } = request.socket
  return canonical(request.ip) ?? canonical(remoteAddress) ?? remoteAddress
}

/** Texts of recent addresses, and what they are: reading one takes microseconds. */
const recent = new LRUCache<string, string>({ max: RECENT })

function canonical(text: string): string | null {
  const known = recent.get(text)
  if (known !== undefined) return known
  const address = readAddress(text)
  if (address !== null) recent.set(text, address)
  return address
}

/** Returns a function that returns the same for a request that the framework does not have. */
export function createAddressOf(trusted: boolean | readonly string[]) {
  const rule = trustRule(trusted)
  const isTrusted = typeof rule === 'boolean' ? () => rule : rule
  return (request: IncomingMessage): string =>
    clientAddress({ ip: proxyAddr(request, isTrusted), socket: request.socket })
}

/** Returns the origin of a sign-in request. */
export const arrivalOf = (request: Pick<FastifyRequest, 'headers' | 'ip' | 'socket'>) => ({
  address: clientAddress(request),
  userAgent: request.headers['user-agent'] ?? '',
})
