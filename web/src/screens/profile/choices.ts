import type { LocalInfo } from '../../api/types.ts'
import type { Option } from '../../ui/choice-option.ts'

/** The options in the reader's language, with everything that a person may search by. */
export interface Choices {
  languages: Option[]
  timezones: (Option & { countries: readonly string[] })[]
  currencies: Option[]
  countries: (Option & { callingCode: string })[]
}

export function choicesOf(info: LocalInfo): Choices {
  const [englishLanguage, englishCurrency, englishCountry] = [
    inEnglish('language'),
    inEnglish('currency'),
    inEnglish('region'),
  ]
  return {
    languages: info.languages.map(({ code, name, native_name }) => ({
      id: code,
      text: name,
      detail: native_name === name ? '' : native_name,
      codes: [code],
      names: [native_name, englishLanguage(code)],
      search: [],
    })),
    timezones: zoneOptions(info, englishCountry),
    currencies: info.currencies.map(({ code, name, symbol }) => ({
      id: code,
      text: name,
      detail: symbol === code ? code : `${code} · ${symbol}`,
      codes: [code, symbol],
      names: [englishCurrency(code)],
      search: [],
    })),
    countries: info.countries
      .filter(({ phone_code }) => phone_code !== '')
      .map(({ code, name, phone_code }) => ({
        id: code,
        text: name,
        detail: `+${phone_code}`,
        codes: [code, `+${phone_code}`, phone_code, `00${phone_code}`],
        names: [englishCountry(code)],
        search: [],
        flag: code,
        callingCode: phone_code,
      })),
  }
}

/** Zones that people elsewhere mostly mean by an abbreviation or offset that several share, such as `EST`, `IST` or `UTC+9`. */
const WELL_KNOWN = new Set(
  `America/New_York America/Chicago America/Denver America/Los_Angeles America/Anchorage America/Halifax
  America/Sao_Paulo Europe/London Europe/Berlin Europe/Athens Africa/Johannesburg Africa/Lagos Africa/Nairobi
  Asia/Dubai Asia/Kolkata Asia/Shanghai Asia/Tokyo Australia/Sydney Australia/Adelaide Australia/Perth
  Pacific/Auckland`.split(/\s+/),
)

function zoneOptions(
  { timezones, countries }: LocalInfo,
  englishCountry: (code: string) => string,
): Choices['timezones'] {
  const countryNames = new Map(countries.map(({ code, name }) => [code, name]))
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const ownCountries = new Set(timezones.find(({ code }) => code === here)?.country_codes)
  const weightOf = (code: string, inCountries: readonly string[]) =>
    (inCountries.some((country) => ownCountries.has(country)) ? 2 : 0) + (WELL_KNOWN.has(code) ? 1 : 0)
  // During an update of nodes, an old one may not know the city and the abbreviations.
  return timezones.map(({ code, name, city, abbreviations = [], offset, country_codes }) => {
    const inCountries = country_codes.map((country) => countryNames.get(country) ?? englishCountry(country))
    const place = city || placeOf(code)
    return {
      id: code,
      text: place === code ? name : place,
      detail: [...(inCountries.length === 1 ? inCountries : []), shortOffset(offset)].join(' · '),
      codes: [code, ...abbreviations, ...offsetCodes(offset)],
      names: [placeOf(code)],
      search: [code, name, ...inCountries, ...country_codes.map(englishCountry)],
      weight: weightOf(code, country_codes),
      countries: country_codes,
      about: name,
    }
  })
}

/** Returns the options for the attribute with this name; null: not yet loaded. */
export function optionsOf(choices: Choices | null, name: string): Option[] | null {
  const list = name === 'country_code' ? 'countries' : name
  return choices !== null && Object.hasOwn(choices, list) ? choices[list as keyof Choices] : null
}

/** Returns a function that names codes in English, since many people know that name whatever they read. */
function inEnglish(type: 'language' | 'currency' | 'region'): (code: string) => string {
  const names = new Intl.DisplayNames('en', { type })
  return (code) => names.of(code) ?? code
}

/** Returns the place that a zone is named after: `America/Argentina/Buenos_Aires` is Buenos Aires. */
function placeOf(code: string): string {
  return (code.split('/').at(-1) ?? code).replaceAll('_', ' ')
}

/** Returns the offset `+05:30` as `UTC+5:30`, and `+01:00` as `UTC+1`. */
function shortOffset(offset: string): string {
  const [, sign, hours, minutes] = /^([+-])0?(\d+):(\d\d)$/.exec(offset) ?? []
  if (hours === undefined || offset === '+00:00') return 'UTC'
  return `UTC${sign}${hours}${minutes === '00' ? '' : `:${minutes}`}`
}

/** Returns the ways to write an offset. */
function offsetCodes(offset: string): string[] {
  const short = shortOffset(offset).slice('UTC'.length) || '+0'
  return [short, offset].flatMap((text) => [text, `UTC${text}`, `GMT${text}`])
}
