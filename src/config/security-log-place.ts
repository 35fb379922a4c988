import type { SecurityLogPlace } from '../ports/security-log.ts'

const schemes = {
  'syslog:': { kind: 'udp', port: 514 },
  'syslog+tcp:': { kind: 'tcp', port: 601 },
  'syslog+tls:': { kind: 'tls', port: 6514 },
} as const

/**
 * Parses `SECURITY_LOG`. Returns the destination, or what is wrong. Default ports are those of RFC 5426, RFC
 * 6587 and RFC 5425.
 */
export function readSecurityLogPlace(text: string): SecurityLogPlace | string {
  if (text === 'stderr') return { kind: 'stderr' }
  const path = /^(file|syslog\+unix):\/\/(\/[^\0?#]+)$/.exec(text)
  if (path) return { kind: path[1] === 'file' ? 'file' : 'unix', path: decoded(path[2] ?? '') }
  const url = URL.parse(text)
  const scheme = url && url.protocol in schemes ? schemes[url.protocol as keyof typeof schemes] : null
  if (!url || !scheme)
    return 'must be stderr, file:///path, syslog://host, syslog+tcp://host, syslog+tls://host or syslog+unix:///path'
  if (
    url.hostname === '' ||
    url.username + url.password + url.search + url.hash !== '' ||
    url.pathname.length > 1
  )
    return 'must name a host and a port, and nothing else'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return { kind: scheme.kind, host, port: url.port === '' ? scheme.port : Number(url.port) }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
