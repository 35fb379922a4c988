import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import { type CountryCode, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'
import { lazy } from '../basics/lazy.ts'

/** A country offered for selection. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  code: string
  /** Calling code in digits; `""` if the country has no network of its own. */
  phoneCode: string
  flag: string
}

export const countries = lazy<readonly Country[]>(() =>
  codes.map(([alpha2]) => {
    const code = String(alpha2)
    return { code, phoneCode: isSupportedCountry(code) ? callingCode(code) : '', flag: flagOf(code) }
  }),
)

function callingCode(code: CountryCode): string {
  return getCountryCallingCode(code)
}

/** Returns the flag as a pair of regional indicator symbols (UTS #51, 1.4.9). */
function flagOf(code: string): string {
  return String.fromCodePoint(...Array.from(code, (letter) => 0x1f1e6 + letter.charCodeAt(0) - 65))
}
