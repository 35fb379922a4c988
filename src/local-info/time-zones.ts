import cldr from 'cldr-bcp47/bcp47/timezone.json' with { type: 'json' }
import { lazy } from '../lazy.ts'
import { countries } from './countries.ts'

/** A time zone on offer. */
export interface TimeZone {
  /** The current IANA name. */
  code: string
  /** ISO 3166-1 alpha-2 codes of where it is kept; none for `UTC`. */
  countryCodes: readonly string[]
}

interface CldrZone {
  /** All names, the one that CLDR keeps for ever first. */
  _alias?: string
  /** The current IANA name, where it is another than the first. */
  _iana?: string
  _deprecated?: boolean | string
}

const UTC = 'UTC'
/** Identifiers that mean UTC (ECMA-402, AvailableNamedTimeZoneIdentifiers): a runtime formats all three alike. */
const utcIds = ['utc', 'gmt']

const all = lazy(read)

/** Every zone that the runtime knows under its current IANA name, and `UTC`; ordered by name. */
export const timeZones = (): readonly TimeZone[] => all().zones

/** The listed name by every other name of the zone: IANA links such as `Asia/Calcutta`. */
export const timeZoneLinks = (): ReadonlyMap<string, string> => all().links

/** The listed name of a zone of a client's clock; `""` for what is no zone that the runtime knows. */
export function readTimeZone(value: unknown): string {
  if (typeof value !== 'string') return ''
  return all().byCode.has(value) ? value : (timeZoneLinks().get(value) ?? '')
}

/** The one country that keeps the zone; `""` if there is none, or more than one. */
export function countryOfTimeZone(code: string): string {
  const countryCodes = all().byCode.get(code)?.countryCodes ?? []
  return countryCodes.length === 1 ? countryCodes[0]! : ''
}

function read() {
  const known = new Set(Intl.supportedValuesOf('timeZone'))
  const zones: TimeZone[] = [{ code: UTC, countryCodes: [] }]
  const links = new Map<string, string>()
  const places = countriesByZone()
  for (const [id, zone] of Object.entries(
    cldr.keyword.u.tz as unknown as Record<string, CldrZone | string>,
  )) {
    if (typeof zone === 'string' || zone._deprecated || zone._alias === undefined) continue
    const names = zone._alias.split(' ')
    const code = utcIds.includes(id) ? UTC : listedName(zone._iana ?? names[0] ?? '', names, known)
    if (code === null) continue
    if (code !== UTC) zones.push({ code, countryCodes: names.flatMap((name) => places.get(name) ?? []) })
    for (const name of names) if (name !== code) links.set(name, code)
  }
  zones.sort((a, b) => (a.code < b.code ? -1 : 1))
  return { zones, links, byCode: new Map(zones.map((zone) => [zone.code, zone])) }
}

/** The current name where the runtime takes it, else the name the runtime has; `null` where it does not know the zone. */
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

/** The countries that the runtime's data has each zone in. */
function countriesByZone(): ReadonlyMap<string, string[]> {
  const places = new Map<string, string[]>()
  for (const { code } of countries()) {
    for (const zone of new Intl.Locale(`und-${code}`).getTimeZones() ?? []) {
      places.set(zone, [...(places.get(zone) ?? []), code])
    }
  }
  return places
}
