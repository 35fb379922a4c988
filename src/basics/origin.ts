/**
 * Returns the origin in its serialized form (`https://app.example:8443`), or `null` if the text is not an
 * http(s) origin.
 */
export function normalizeOrigin(text: string): string | null {
  if (text.length > 2048 || !URL.canParse(text)) return null
  const url = new URL(text)
  const isBare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  return isBare && /^https?:$/.test(url.protocol) ? url.origin : null
}

/**
 * Returns whether a page with this origin is served by the machine that it is shown on. No other site can have
 * such an origin.
 */
export function isLoopback(origin: string): boolean {
  const url = normalizeOrigin(origin) === origin ? new URL(origin) : null
  return url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
}
