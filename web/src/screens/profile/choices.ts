import type { LocalInfo } from '../../api/types.ts'
import type { Option } from '../../ui/choice-option.ts'

/** What can be chosen, in the reader's language, with everything that a person may search by. */
export interface Choices {
  languages: Option[]
  timezones: Option[]
  currencies: Option[]
  countries: (Option & { callingCode: string })[]
}

export function choicesOf(info: LocalInfo): Choices {
  const countryNames = new Map(info.countries.map((country) => [country.code, country.name]))
  return {
    languages: info.languages.map(({ code, name, native_name }) => ({
      id: code,
      text: name,
      detail: native_name === name ? '' : native_name,
      search: [code],
    })),
    timezones: info.timezones.map(({ code, name, offset, country_codes }) => ({
      id: code,
      text: placeOf(code) === code ? name : `${placeOf(code)} – ${name}`,
      detail: `UTC${offset === '+00:00' ? '' : offset}`,
      search: [code, ...country_codes.map((country) => countryNames.get(country) ?? '')],
    })),
    currencies: info.currencies.map(({ code, name, symbol }) => ({
      id: code,
      text: name,
      detail: symbol === code ? code : `${code} · ${symbol}`,
      search: [code, symbol],
    })),
    countries: info.countries
      .filter(({ phone_code }) => phone_code !== '')
      .map(({ code, name, phone_code }) => ({
        id: code,
        text: name,
        detail: `+${phone_code}`,
        search: [code, phone_code],
        flag: code,
        callingCode: phone_code,
      })),
  }
}

/** What can be chosen for the attribute of this name; null: not yet. */
export const optionsOf = (choices: Choices | null, name: string): Option[] | null =>
  choices !== null && Object.hasOwn(choices, name) ? choices[name as keyof Choices] : null

/** The place that a zone is named after: `America/Argentina/Buenos_Aires` is Buenos Aires. */
function placeOf(code: string): string {
  return (code.split('/').at(-1) ?? code).replaceAll('_', ' ')
}
