import type { TextKey } from '../../i18n/catalogue.ts'
import type { Suggestion } from '../../ui/choice-option.ts'
import type { Choices } from './choices.ts'
import foreignCurrencies from './foreign-currencies.generated.json' with { type: 'json' }

/** What the browser tells about the person. */
export interface Browser {
  /** The languages that they read (BCP 47), the favorite first. */
  languages: readonly string[]
  /** IANA. */
  zone: string
}

export const thisBrowser = (): Browser => ({
  languages: navigator.languages,
  zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
})

/** Suggestions whose reason is still a key. */
type Reasoned = Omit<Suggestion, 'reason'> & { reason: TextKey }

/** Returns what the browser suggests for each attribute, by its name in an update. */
export function suggestionsOf(choices: Choices, browser: Browser): Readonly<Record<string, Reasoned[]>> {
  const country = countryOf(choices, browser)
  return {
    languages: languagesOf(choices, browser).map((id) => ({ id, reason: 'choice.browser_language' })),
    timezones: listed(choices.timezones, browser.zone).map((id) => ({ id, reason: 'choice.zone_here' })),
    currencies: listed(choices.currencies, currencyOf(choices, country)).map((id) => ({
      id,
      reason: 'choice.currency_here',
    })),
    country_code: listed(choices.countries, country).map((id) => ({ id, reason: 'choice.country_here' })),
  }
}

/** Returns the person's country: that of the time zone, else that of the favorite language; `''` if unknown. */
function countryOf({ timezones, countries }: Choices, { zone, languages }: Browser): string {
  const inZone = timezones.find(({ id, codes }) => id === zone || codes.includes(zone))?.countries ?? []
  const regions = languages.map((tag) => parsed(tag)?.region)
  const region = regions.find((code) => code !== undefined) ?? parsed(languages[0])?.maximize().region
  // A zone of several countries leaves the choice to the language.
  const country = inZone.length === 1 || !inZone.includes(region ?? '') ? inZone[0] : undefined
  return listed(countries, country ?? region ?? '')[0] ?? ''
}

/** Returns the currency of a country: most begin with its code. */
function currencyOf({ currencies }: Choices, country: string): string {
  if (country === '') return ''
  const foreign = Object.entries(foreignCurrencies).find(([, places]) => places.split(' ').includes(country))
  return foreign?.[0] ?? currencies.find(({ id }) => id.startsWith(country))?.id ?? ''
}

/** Returns the country where the person seems to be, by what they have chosen, then by their browser; `''` if unknown. */
export function likelyCountryOf(choices: Choices, chosen: { zone: string; language: string }): string {
  const { zone, languages } = thisBrowser()
  return countryOf(choices, {
    zone: chosen.zone || zone,
    languages: chosen.language === '' ? languages : [chosen.language, ...languages],
  })
}

/** Returns the languages of the browser as they are listed, without duplicates. */
function languagesOf({ languages }: Choices, browser: Browser): string[] {
  const found = browser.languages.flatMap((tag) => {
    const { language, script } = parsed(tag)?.maximize() ?? {}
    const known = [tag, `${language}-${script}`, language ?? ''].find(
      (id) => listed(languages, id).length > 0,
    )
    return known === undefined ? [] : [known]
  })
  return [...new Set(found)]
}

const listed = (options: readonly { id: string }[], id: string): string[] =>
  options.some((option) => option.id === id) ? [id] : []

function parsed(tag: string | undefined): Intl.Locale | null {
  try {
    return tag === undefined ? null : new Intl.Locale(tag)
  } catch {
    return null
  }
}
