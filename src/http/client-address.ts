import type { FastifyRequest } from 'fastify'
import { isInNetworks, readAddress } from '../client-network.ts'

/** Whose `X-Forwarded-For` is believed, for Fastify: proxies may write their own address with a port too. */
export function trustRule(trusted: boolean | readonly string[]): boolean | ((address: string) => boolean) {
  return typeof trusted === 'boolean' ? trusted : (address) => isInNetworks(address, trusted)
}

/**
 * The IP address of the client, in one form: without a port or zone, and not mapped into IPv6. Where a proxy hands on what
 * is no address, it is that of the proxy.
 */
export function clientAddress(request: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const { remoteAddress = '' } = request.socket
  return readAddress(request.ip) ?? readAddress(remoteAddress) ?? remoteAddress
}

/** From where a request signs somebody in. */
export const arrivalOf = (request: Pick<FastifyRequest, 'headers' | 'ip' | 'socket'>) => ({
  address: clientAddress(request),
  userAgent: request.headers['user-agent'] ?? '',
})
