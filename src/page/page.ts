import { directionOf, type Language, languageFinder, languages } from '../../common/languages.ts'
import { type PageConfig, type PageField, pageFieldNames } from '../../common/page-config.ts'
import type { Issuer } from '../config/issuer-settings.ts'
import type { InlineHashes } from './page-document.ts'

/** Names of the languages in themselves, as in CLDR; the runtime needs 20 ms of a start until it tells the first one. */
const nativeNames: Readonly<Record<Language, string>> = {
  en: 'English',
  es: 'español',
  fr: 'français',
  de: 'Deutsch',
  pt: 'português',
  ar: 'العربية',
  hi: 'हिन्दी',
  ja: '日本語',
  'zh-Hans': '简体中文',
}

/**
 * Returns the languages of the page that are offered to people, and the default for readers of other
 * languages. Without any other, English is included.
 */
export function languagesOf(
  isOffered: (code: Language) => boolean,
  wanted: string,
): Pick<PageConfig, 'languages' | 'default_language'> {
  const offered = languages.filter(isOffered)
  const codes = offered.length === 0 ? ['en' as const] : offered
  return {
    languages: codes.map((code) => ({ code, native_name: nativeNames[code], direction: directionOf(code) })),
    default_language: languageFinder(codes)(wanted) ?? codes[0] ?? 'en',
  }
}

/** Returns which fields the page shows. */
export const fieldsOf = (shown: readonly PageField[]): PageConfig['fields'] =>
  Object.fromEntries(pageFieldNames.map((name) => [name, shown.includes(name)]))

/** Returns the providers that the page offers, and whether it has a form for the password besides them. */
export function offeredProviders(issuers: readonly Issuer[]): Pick<PageConfig, 'providers' | 'password'> {
  return {
    providers: issuers.map(({ id, name, signIn }) => ({ id, name, labels: { ...signIn?.labels } })),
    password: !issuers.some(({ signIn }) => signIn?.replacesPassword),
  }
}

/** Maximum length of an address to return to. */
const RETURN_MAX = 2048

/**
 * Returns the normalized address to return to, or null if its origin is not allowed. Credentials are refused:
 * people and browsers interpret `https://shop.example.com@evil.example` differently.
 */
export function returnAddress(text: string, allowed: readonly string[]): string | null {
  if (text.length > RETURN_MAX || !URL.canParse(text)) return null
  const url = new URL(text)
  const isPlain = url.username === '' && url.password === ''
  return isPlain && /^https?:$/.test(url.protocol) && allowed.includes(url.origin) ? url.href : null
}

/**
 * Returns the content security policy of the page: no sinks that parse text as markup, and of inline scripts and styles
 * only those of the document.
 * @param pictures additional origins of pictures
 * @param inline hashes of the document's own scripts and styles, as the policy names them
 */
export function pagePolicy(pictures: readonly string[], inline: InlineHashes): string {
  const images = ["'self'", 'data:', 'blob:', ...new Set(pictures)]
  return [
    "default-src 'none'",
    ["script-src 'self'", ...inline.scripts].join(' '),
    ["style-src 'self'", ...inline.styles].join(' '),
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
