import cldr from 'cldr-core/supplemental/currencyData.json' with { type: 'json' }
import { lazy } from '../basics/lazy.ts'

interface Use {
  _to?: string
  _tender?: string
}

/**
 * The currencies (ISO 4217) that are legal tender somewhere today and known to the runtime: those that CLDR's
 * regional data lists without an end date and without a mark as non-tender. This excludes historical
 * currencies, funds and metals.
 */
export const currencies = lazy<readonly string[]>(read)

const regions = cldr.supplemental.currencyData.region as unknown as Record<string, Record<string, Use>[]>

/** Returns the currencies of a country today, the preferred one first. */
const currentIn = (country: string): string[] =>
  (regions[country] ?? [])
    .flatMap((entry) => Object.entries(entry))
    .filter(([, use]) => use._to === undefined && use._tender !== 'false')
    .map(([code]) => code)

/** Returns the currency of a country (ISO 3166-1 alpha-2); of several, the one that CLDR lists first. */
export const currencyOf = (country: string): string | null => currentIn(country)[0] ?? null

function read(): string[] {
  const current = new Set(Object.keys(regions).flatMap(currentIn))
  return Intl.supportedValuesOf('currency').filter((code) => current.has(code))
}
