import type { FailureKey, FieldMessageKey, Params } from '../errors.ts'
import { failures, fieldMessages, fill } from '../errors.ts'

/** The texts of the error catalogue in one language, by key. */
export type ErrorTexts = Partial<Record<FailureKey | FieldMessageKey, string>>

/** Languages other than English that the error texts exist in, by BCP 47 tag. */
const errorTexts: Readonly<Record<string, ErrorTexts>> = {}

/** The published English text of a field message. */
export function fieldText(key: FieldMessageKey, params?: Params): string {
  return fill(fieldMessages[key].text, params)
}

/** The published English text of a failure. */
export function failureText(key: FailureKey, params?: Params): string {
  return fill(failures[key].text, params)
}

/** The text in the language, or `null` where the language is English or has no translation. */
export function translated(
  language: string,
  key: FailureKey | FieldMessageKey,
  params?: Params,
): string | null {
  const texts = errorTexts[language] ?? errorTexts[language.split('-')[0] ?? '']
  const text = texts?.[key]
  return text === undefined ? null : fill(text, params)
}
