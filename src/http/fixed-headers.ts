import type { FastifyInstance } from 'fastify'

/** For the few pages; JSON responses do not need it. Routes of pages replace it by their own. */
const POLICY = [
  "default-src 'none'",
  "base-uri 'none'",
  "font-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "object-src 'none'",
  "script-src 'self'",
  "script-src-attr 'none'",
  "style-src 'self'",
  "connect-src 'self'",
].join(';')

/**
 * The security headers of every response, as recommended by OWASP's HTTP Headers Cheat Sheet. `vary` names the header
 * that CORS depends on, even if the request has none.
 */
const fixedHeaders = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
  vary: 'Origin',
}

const { vary: usualVary, ...others } = fixedHeaders
const list = Object.entries(others).flat()

/** Returns these headers and those of every response: names and values in turn. */
export const withFixedHeaders = (headers: readonly string[], vary = usualVary): string[] => [
  ...list,
  'vary',
  vary,
  ...headers,
]

/** Sets the headers that are the same for every response; routes may replace them. */
export function setFixedHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(fixedHeaders)
    done()
  })
}
