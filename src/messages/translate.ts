import type { Params } from '../../common/message-format.ts'
import type { FailureKey, FieldMessageKey } from '../error-catalogue.ts'
import { failures, fieldMessages } from '../error-catalogue.ts'
import { fill } from '../errors.ts'
import { format } from './format.ts'
import type { PasswordAttribute, Translation } from './texts.ts'

/** The published English text of a field message. */
export function fieldText(key: FieldMessageKey, params?: Params): string {
  return fill(fieldMessages[key].text, params)
}

/** The published English text of a failure. */
export function failureText(key: FailureKey, params?: Params): string {
  return fill(failures[key].text, params)
}

/** The text of an error in the language of the translation. */
export function translated(
  { language, errors, attributes }: Translation,
  key: FailureKey | FieldMessageKey,
  params: Params = {},
): string {
  if (key !== 'password_too_similar') return format(language, errors[key], params)
  const attribute = attributes[params.attribute as PasswordAttribute]
  return format(language, errors[key], { attribute })
}
