import { readFileSync } from 'node:fs'
import { lazy } from '../basics/lazy.ts'

interface ZoneNames {
  zones: string[]
  /** Names of the zones by language, separated by `|`. */
  cities: Readonly<Record<string, string>>
  abbreviations: Readonly<Record<string, string>>
}

// Not imported: the text would be in memory twice, in a process that nobody asks for names too.
const names = lazy((): ZoneNames => {
  const file = new URL('./zone-names.generated.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as ZoneNames
})
const positions = lazy(() => new Map(names().zones.map((code, index) => [code, index])))

/** Returns the place that a listed time zone is named after, in the reader's language; `""` for UTC. */
export function cityOf(reader: string, code: string): string {
  if (!code.includes('/')) return ''
  const translated = citiesIn(reader)[positions().get(code) ?? -1]
  return translated || (code.split('/').at(-1) ?? '').replaceAll('_', ' ')
}

let split = { reader: '', list: [] as readonly string[] }

/** Returns the translated cities by the position of their zone. The last reader's are kept: all zones are named at once. */
function citiesIn(reader: string): readonly string[] {
  if (split.reader === reader) return split.list
  // Names that do not differ from those of the base language are only there.
  const { cities } = names()
  const line = cities[reader] ?? cities[new Intl.Locale(reader).language] ?? ''
  split = { reader, list: line.split('|') }
  return split.list
}

/** Returns the abbreviations of a listed time zone in English, such as `CET` and `CEST`; none for many zones. */
export function englishAbbreviations(code: string): string[] {
  const known = names().abbreviations[code]
  return known === undefined ? [] : known.split(' ')
}
