import type { FastifyRequest } from 'fastify'
import { isInNetworks, readAddress } from '../basics/client-network.ts'

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
  return readAddress(request.ip) ?? readAddress(remoteAddress) ?? remoteAddress
}

/** Returns the origin of a sign-in request. */
export const arrivalOf = (request: Pick<FastifyRequest, 'headers' | 'ip' | 'socket'>) => ({
  address: clientAddress(request),
  userAgent: request.headers['user-agent'] ?? '',
})
