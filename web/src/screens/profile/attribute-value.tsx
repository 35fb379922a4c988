import { useEffect, useState } from 'react'
import { fullName } from '../../../../common/person-name.ts'
import { settled } from '../../chunk.ts'
import { missingLanguage, useLanguage, useText } from '../../i18n/language.tsx'
import { useAccount } from '../../session/use-account.ts'
import { useNameOf } from '../../ui/avatar.tsx'
import { unsetText } from './choice-field.tsx'
import { type Choices, optionsOf } from './choices.ts'
import { phoneNumbers } from './lazy-phone-numbers.ts'
import type { ProfileValues } from './profile-values.ts'
import { type EditedRow, nameOf, type ProfileRow, partOf } from './rows.ts'

interface Props {
  row: ProfileRow
  values: ProfileValues
  choices: Choices | null
}

export const isUnset = (row: EditedRow, values: ProfileValues): boolean =>
  Object.values(partOf(row, values)).every((value) => value === '')

/** The value of a row, as people write it. */
export function AttributeValue({ row, values, choices }: Props) {
  const t = useText()
  const [first] = row.attributes
  if (isUnset(row, values))
    return <span className="quiet">{unsetText(t, first?.name ?? '', 'profile.unset')}</span>
  if (row.id === 'phone') return <PhoneValue values={values} countries={choices?.countries ?? null} />
  if (first?.kind === 'choice') {
    const options = optionsOf(choices, first.name)
    const value = values[first.name] ?? ''
    if (options === null) return <span className="skeleton skeleton-line" />
    const { text = value, about = text } = options.find(({ id }) => id === value) ?? {}
    return <bdi>{about === text ? text : `${text} · ${about}`}</bdi>
  }
  return <bdi>{row.id === 'name' ? <Name row={row} values={values} /> : values[first?.name ?? '']}</bdi>
}

function Name({ row, values }: Omit<Props, 'choices'>) {
  const { language } = useNameOf(useAccount())
  const name = nameOf(row, values)
  const parts = Object.values(partOf(row, values))
  return name ? fullName(name, language) : parts.filter(Boolean).join(' ')
}

/** The number in its international form; without one, the country. */
function PhoneValue({
  values,
  countries,
}: {
  values: ProfileValues
  countries: Choices['countries'] | null
}) {
  const { phone_number = '', country_code = '' } = values
  const [format, setFormat] = useState<((number: string) => string) | null>(null)
  useEffect(() => {
    settled()
      .then(phoneNumbers.load)
      .then(
        ({ showNumber }) => setFormat(() => (number: string) => showNumber(number, '')),
        () => undefined,
      )
  }, [])
  if (phone_number === '')
    return <bdi>{countries?.find(({ id }) => id === country_code)?.text ?? country_code}</bdi>
  return <bdi dir="ltr">{format?.(phone_number) ?? phone_number}</bdi>
}

/** Says why the page is not in the language that the person reads best. */
export function LanguageNote({ chosen }: { chosen: string }) {
  const { code, t } = useLanguage()
  const wanted = missingLanguage(chosen)
  if (wanted === null) return null
  const names = new Intl.DisplayNames(code, { type: 'language' })
  // A browser also names the region: "Dutch (Netherlands)".
  const nameOf = (tag: string) => {
    const { language, script } = new Intl.Locale(tag)
    return names.of(script === undefined ? language : `${language}-${script}`) ?? tag
  }
  return (
    <p className="setting-note quiet">
      {t('profile.language_missing', { wanted: nameOf(wanted), shown: nameOf(code) })}
    </p>
  )
}
