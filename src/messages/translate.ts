import type { Params } from '../../common/message-format.ts'
import type { FailureKey, FieldMessageKey } from '../errors/error-catalogue.ts'
import { failures, fieldMessages } from '../errors/error-catalogue.ts'
import { fill } from '../errors/errors.ts'
import { format } from './format.ts'
import type { PasswordAttribute, Translation } from './texts.ts'

/** Returns the published English text of a field message. */
export function fieldText(key: FieldMessageKey, params?: Params): string {
  return fill(fieldMessages[key].text, params)
}

/**
 * Returns what the text of a field message says to readers of English beyond the published one, or null if that
 * says it all.
 */
export function englishMessage(key: FieldMessageKey, params: Params = {}): string | null {
  const entry = fieldMessages[key]
  return 'message' in entry ? fill(entry.message, withList('en', params)) : null
}

/** Returns the published English text of a failure. */
export function failureText(key: FailureKey, params?: Params): string {
  return fill(failures[key].text, params)
}

/** Returns the text of an error in the language of the translation. */
export function translated(
  { language, errors, attributes }: Translation,
  key: FailureKey | FieldMessageKey,
  params: Params = {},
): string {
  if (key !== 'password_too_similar') return format(language, errors[key], withList(language, params))
  const attribute = attributes[params.attribute as PasswordAttribute]
  return format(language, errors[key], { attribute })
}

/** Lists the alternatives in `formats` as the language does; they are separated by commas. */
function withList(language: string, params: Params): Params {
  if (typeof params.formats !== 'string') return params
  const list = new Intl.ListFormat(language, { type: 'disjunction' })
  return { ...params, formats: list.format(params.formats.split(', ')) }
}
