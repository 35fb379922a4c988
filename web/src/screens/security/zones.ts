/**
 * Where a time zone is kept, in a language: its country, where that is one (ISO 3166-1 alpha-2), and its city, which has
 * a Latin name in every language. `''` for a zone of no place, such as `UTC`.
 */
export function placeOfZone(language: string, zone: string, country: string): string {
  const city = zone.split('/').slice(1).at(-1)?.replaceAll('_', ' ') ?? ''
  if (city === '' || zone.startsWith('Etc/')) return ''
  const name = country === '' ? undefined : new Intl.DisplayNames(language, { type: 'region' }).of(country)
  return name === undefined ? city : `${name} (${city})`
}
