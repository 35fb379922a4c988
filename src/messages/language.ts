/**
 * The language of a catalogue that comes nearest to the wanted one (RFC 4647, 3.4 lookup): the tag itself, then the
 * tag with its last parts cut off, then English.
 */
export function nearestLanguage(catalogue: Readonly<Record<string, unknown>>, wanted: string): string {
  const parts = wanted.split('-')
  for (let length = parts.length; length > 0; length--) {
    const tag = parts.slice(0, length).join('-')
    if (Object.hasOwn(catalogue, tag)) return tag
  }
  return 'en'
}

/** Which way the language is written, for the `dir` attribute. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    getTextInfo(): { direction?: 'ltr' | 'rtl' }
  }
  return locale.getTextInfo().direction ?? 'ltr'
}
