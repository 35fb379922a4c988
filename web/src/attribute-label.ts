import { languageFinder } from '../../common/languages.ts'
import type { PageAttribute } from './config.ts'
import type { TextKey } from './i18n/catalogue.ts'
import type { Translate } from './i18n/translate.ts'

/** Returns the label of an attribute, in the language of the page. */
export function attributeLabel(
  t: Translate,
  language: string,
  { kind, field, name, labels }: PageAttribute,
): string {
  if (labels)
    return labels[languageFinder(Object.keys(labels))(language) ?? ''] ?? Object.values(labels)[0] ?? name
  if (kind === 'email') return t('address.label')
  if (kind === 'country_code' || kind === 'phone_code') return t('phone.country')
  return t(`field.${field}` as TextKey)
}
