import { directionOf, languageFinder, languages } from '../../common/languages.ts'
import { type PageConfig, type PageField, pageFieldNames } from '../../common/page-config.ts'
import { nativeName } from '../local-info/names.ts'

/**
 * The languages in which the page can be read, of those on offer to people, and the one for readers whose own is not
 * among them. English is there where no other is.
 */
export function languagesOf(
  isOffered: (code: string) => boolean,
  wanted: string,
): Pick<PageConfig, 'languages' | 'default_language'> {
  const offered = languages.filter(isOffered)
  const codes: readonly string[] = offered.length === 0 ? ['en'] : offered
  return {
    languages: codes.map((code) => ({ code, native_name: nativeName(code), direction: directionOf(code) })),
    default_language: languageFinder(codes)(wanted) ?? codes[0] ?? 'en',
  }
}

/** Which fields the page shows. */
export const fieldsOf = (shown: readonly PageField[]): PageConfig['fields'] =>
  Object.fromEntries(pageFieldNames.map((name) => [name, shown.includes(name)]))

/** Longest address to return to. */
const RETURN_MAX = 2048

/**
 * The address to return to in its normal form, or null if its origin is not among those allowed. Credentials in it
 * are refused: `https://shop.example.com@evil.example` is read differently by people and by browsers.
 */
export function returnAddress(text: string, allowed: readonly string[]): string | null {
  if (text.length > RETURN_MAX || !URL.canParse(text)) return null
  const url = new URL(text)
  const isPlain = url.username === '' && url.password === ''
  return isPlain && /^https?:$/.test(url.protocol) && allowed.includes(url.origin) ? url.href : null
}

/**
 * The content security policy of the page: no inline script or style, no sink that takes text for markup.
 * @param pictures origins that pictures come from beside the page's own
 */
export function pagePolicy(pictures: readonly string[]): string {
  const images = ["'self'", 'data:', 'blob:', ...new Set(pictures)]
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${images.join(' ')}`,
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join(';')
}
