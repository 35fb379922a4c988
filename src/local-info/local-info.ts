import type { Language } from '../../common/languages.ts'
import { lazy } from '../basics/lazy.ts'
import type { Config } from '../config/config.ts'
import { SettingError, type SettingName, settings } from '../config/settings.ts'
import { wantedLanguages } from '../messages/language.ts'
import { type Country, countries } from './countries.ts'
import { currencies } from './currencies.ts'
import { languages, nearestListed } from './languages.ts'
import { type TimeZone, timeZoneLinks, timeZones } from './time-zones.ts'

/** What a person may choose from, and which codes are accepted. */
export type LocalInfo = ReturnType<typeof createLocalInfo>

/**
 * Creates the lists as restricted by the operator (contract: GET get/local-info/). Codes are compared
 * exactly.
 * @throws {SettingError} for an empty list, an unknown code, or a default that is not offered
 */
export function createLocalInfo(config: Pick<Config, 'defaults' | 'offered'>) {
  const { offered, defaults } = config
  // Creating the lists takes a tenth of a second, so it is deferred. At startup, only lists that the operator
  // configured are created, since they may be invalid.
  const offeredLanguages = lazy(() => narrow('LANGUAGES', 'language', languages(), offered.languages))
  const offeredCurrencies = lazy(() => narrow('CURRENCIES', 'currency', currencies(), offered.currencies))
  const offeredZones = lazy(() => {
    const named = offered.timezones?.map((name) => timeZoneLinks().get(name) ?? name)
    const known = timeZones().map(({ code }) => code)
    return narrow('TIMEZONES', 'time zone', known, named)
  })
  const offeredCountries = lazy(() => {
    const known = countries().map(({ code }) => code)
    return narrow('COUNTRIES', 'country', known, offered.countries)
  })
  if (offered.countries) offeredCountries()

  const language = (code: string) => (offeredLanguages().has(code) ? code : null)
  const currency = (code: string) => (offeredCurrencies().has(code) ? code : null)
  const country = (code: string) => (offeredCountries().has(code) ? code : null)
  const timezone = (code: string) => {
    const listed = timeZoneLinks().get(code) ?? code
    return offeredZones().has(listed) ? listed : null
  }
  const lists = {
    languages: lazy(() => languages().filter((code) => offeredLanguages().has(code))),
    currencies: lazy(() => currencies().filter((code) => offeredCurrencies().has(code))),
    timezones: lazy((): readonly TimeZone[] => timeZones().filter(({ code }) => offeredZones().has(code))),
    countries: lazy((): readonly Country[] => countries().filter(({ code }) => offeredCountries().has(code))),
  }
  return {
    /**
     * Each returns the code as listed, or `null` if it is not offered; `timezone` also accepts IANA links.
     */
    language,
    currency,
    timezone,
    country,
    /** Whether a language of the service's texts is offered; without a restriction it is, like all that the runtime knows. */
    offersTexts: (code: Language) => offered.languages === undefined || language(code) !== null,
    get languages() {
      return lists.languages()
    },
    get currencies() {
      return lists.currencies()
    },
    get timezones() {
      return lists.timezones()
    },
    get countries() {
      return lists.countries()
    },
    /** Values of a person who chose nothing, as listed. */
    defaults: Object.freeze({
      language: offer('DEFAULT_LANGUAGE', 'LANGUAGES', defaults.language, offered.languages, language),
      currency: offer('DEFAULT_CURRENCY', 'CURRENCIES', defaults.currency, offered.currencies, currency),
      timezone: offer('DEFAULT_TIMEZONE', 'TIMEZONES', defaults.timezone, offered.timezones, timezone),
    }),
    /** Creates all lists, so that later requests do not wait for them. */
    prepare(): void {
      for (const list of Object.values(lists)) list()
    },
  }
}

function narrow(
  setting: SettingName,
  noun: string,
  known: readonly string[],
  offered: readonly string[] | undefined,
): ReadonlySet<string> {
  const all = new Set(known)
  if (offered === undefined) return all
  if (offered.length === 0) throw new SettingError(setting, 'names nothing')
  const unknown = offered.find((code) => !all.has(code))
  if (unknown !== undefined) {
    throw new SettingError(setting, `names ${JSON.stringify(unknown)}, which is not a known ${noun}`)
  }
  return new Set(offered)
}

function offer(
  setting: SettingName,
  list: SettingName,
  code: string,
  offered: readonly string[] | undefined,
  listed: (code: string) => string | null,
): string {
  // The built-in default is always among all known codes.
  if (offered === undefined && code === settings[setting].default) return code
  const found = listed(code)
  if (found !== null) return found
  throw new SettingError(setting, `is ${JSON.stringify(code)}, which is not among the ${list} offered`)
}

/**
 * Returns the language for names: the first one in `Accept-Language` (RFC 9110, 12.5.4), by weight, that the
 * runtime supports, otherwise the stored one. It need not be offered for selection.
 */
export function readerLanguage(acceptLanguage: string | undefined, stored: string): string {
  for (const tag of wantedLanguages(acceptLanguage)) {
    const language = nearestListed(tag)
    if (language !== null) return language
  }
  return nearestListed(stored) ?? 'en'
}
