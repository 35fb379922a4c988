import { z } from 'zod'
import { envelopeOf } from '../protocol/responses.ts'

const language = z.object({
  code: z.string().describe('BCP 47.').meta({ example: 'fr' }),
  name: z.string().describe("In the reader's language.").meta({ example: 'French' }),
  native_name: z.string().describe('In the language itself.').meta({ example: 'français' }),
  direction: z.enum(['ltr', 'rtl']).describe('Writing direction.').meta({ example: 'ltr' }),
})

const currency = z.object({
  code: z.string().describe('ISO 4217.').meta({ example: 'EUR' }),
  name: z.string().describe("In the reader's language.").meta({ example: 'Euro' }),
  symbol: z.string().describe("The short symbol in the reader's language.").meta({ example: '€' }),
  digits: z
    .int()
    .min(0)
    .describe('Minor units (ISO 4217): decimal places of an amount in accounting.')
    .meta({ example: 2 }),
  display_digits: z
    .int()
    .min(0)
    .describe('Decimal places in everyday use (CLDR), for example none for HUF.')
    .meta({ example: 2 }),
})

const timezone = z.object({
  code: z.string().describe('The current IANA name.').meta({ example: 'Europe/Paris' }),
  name: z.string().describe("In the reader's language.").meta({ example: 'Central European Time' }),
  city: z
    .string()
    .describe("The place that the zone is named after, in the reader's language; empty for UTC.")
    .meta({ example: 'Paris' }),
  abbreviations: z
    .array(z.string())
    .describe("Over the year, in English and in the reader's language. Several zones can share one.")
    .meta({ example: ['CET', 'CEST'] }),
  offset: z.string().describe('Against UTC, now.').meta({ example: '+01:00' }),
  country_codes: z
    .array(z.string())
    .describe('ISO 3166-1 alpha-2.')
    .meta({ example: ['FR'] }),
})

const country = z.object({
  code: z.string().describe('ISO 3166-1 alpha-2.').meta({ example: 'FR' }),
  name: z.string().describe("In the reader's language.").meta({ example: 'France' }),
  phone_code: z.string().describe('Calling code; empty if there is none.').meta({ example: '33' }),
  flag: z.string().describe('Emoji.').meta({ example: '🇫🇷' }),
})

export type LanguageEntry = z.output<typeof language>
export type CurrencyEntry = z.output<typeof currency>
export type CountryEntry = z.output<typeof country>

/** `data` of Get Local Info (contract: GET get/local-info/). */
export const localInfoDocument = z
  .object({
    languages: z.array(language),
    currencies: z.array(currency),
    timezones: z.array(timezone),
    countries: z.array(country),
    selected: z.object({
      lan: z.string().meta({ example: 'fr' }),
      tz: z.string().meta({ example: 'Europe/Paris' }),
      currency: z.string().meta({ example: 'EUR' }),
    }),
  })
  .meta({ id: 'LocalInfo' })

export type LocalInfoDocument = z.output<typeof localInfoDocument>
export type LocalInfoLists = Omit<LocalInfoDocument, 'selected'>

export const localInfoAnswer = envelopeOf(localInfoDocument)
