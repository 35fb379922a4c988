import cldr from 'cldr-bcp47/bcp47/timezone.json' with { type: 'json' }
import { lazy } from '../basics/lazy.ts'
import places from './zone-countries.generated.json' with { type: 'json' }

/** A time zone offered for selection. */
export interface TimeZone {
  /** The current IANA name. */
  code: string
  /** ISO 3166-1 alpha-2 codes of the countries that use it; none for `UTC`. */
  countryCodes: readonly string[]
}

interface CldrZone {
  /** All names, starting with CLDR's permanent one. */
  _alias?: string
  /** The current IANA name, if it differs from the first. */
  _iana?: string
  _deprecated?: boolean | string
}

const UTC = 'UTC'
/**
 * Identifiers that mean UTC (ECMA-402, AvailableNamedTimeZoneIdentifiers): runtimes format all three alike.
 */
const utcIds = ['utc', 'gmt']

const all = lazy(read)

/** Returns every zone that the runtime knows, under its current IANA name, and `UTC`; sorted by name. */
export const timeZones = (): readonly TimeZone[] => all().zones

/** Maps every other name of a zone, such as the IANA link `Asia/Calcutta`, to the listed one. */
export const timeZoneLinks = (): ReadonlyMap<string, string> => all().links

/** Returns the listed name of a client's time zone; `""` if the runtime does not know it. */
export function readTimeZone(value: unknown): string {
  if (typeof value !== 'string') return ''
  return all().byCode.has(value) ? value : (timeZoneLinks().get(value) ?? '')
}

/** Returns the only country that uses the zone; `""` if there is none, or more than one. */
export function countryOfTimeZone(code: string): string {
  const countryCodes = all().byCode.get(code)?.countryCodes ?? []
  return countryCodes.length === 1 ? countryCodes[0]! : ''
}

/** The countries by zone that the runtime's data has; asking it takes a tenth of a second. */
const countriesOf = (zone: string): string[] => (places as Record<string, string>)[zone]?.split(' ') ?? []

function read() {
  const known = new Set(Intl.supportedValuesOf('timeZone'))
  const zones: TimeZone[] = [{ code: UTC, countryCodes: [] }]
  const links = new Map<string, string>()
  for (const [id, zone] of Object.entries(
    cldr.keyword.u.tz as unknown as Record<string, CldrZone | string>,
  )) {
    if (typeof zone === 'string' || zone._deprecated || zone._alias === undefined) continue
    const names = zone._alias.split(' ')
    const code = utcIds.includes(id) ? UTC : listedName(zone._iana ?? names[0] ?? '', names, known)
    if (code === null) continue
    if (code !== UTC) zones.push({ code, countryCodes: names.flatMap(countriesOf) })
    for (const name of names) if (name !== code) links.set(name, code)
  }
  zones.sort((a, b) => (a.code < b.code ? -1 : 1))
  return { zones, links, byCode: new Map(zones.map((zone) => [zone.code, zone])) }
}

/**
 * Returns the current name if the runtime accepts it, otherwise the runtime's own name; `null` if it does not
 * know the zone.
 */
function listedName(current: string, names: readonly string[], known: ReadonlySet<string>): string | null {
  const inRuntime = names.find((name) => known.has(name))
  return inRuntime === undefined ? null : known.has(current) || isFormatted(current) ? current : inRuntime
}

function isFormatted(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}
