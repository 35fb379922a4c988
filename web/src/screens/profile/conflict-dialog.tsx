import { useId, useState } from 'react'
import { attributeLabel } from '../../attribute-label.ts'
import type { PageAttribute } from '../../config.ts'
import { useLanguage, useMoreTexts, useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { DeclaredTexts } from './declared.tsx'
import type { Group, ProfileValues } from './profile-values.ts'
import type { Conflict } from './use-profile-save.ts'

interface Props {
  conflict: Conflict
  mine: ProfileValues
  /** Returns the display text of a value: the name of the chosen option. */
  textOf: (attribute: PageAttribute, value: string) => string
  /** The same for those that the operator has declared; null: there are none. */
  declared: DeclaredTexts | null
  onResolve: (yielded: string[]) => void
  onClose: () => void
}

/** Shows values that changed elsewhere while the person typed, and lets them choose for each field. */
export default function ConflictDialog({ conflict, mine, textOf, declared, onResolve, onClose }: Props) {
  useMoreTexts()
  const t = useText()
  const { code } = useLanguage()
  // The first is the field that people type into.
  const nameOf = ({ attributes: [first] }: Group): string => {
    if (first?.kind === 'declared') return declared?.labelOf(first.name) ?? first.name
    return first ? attributeLabel(t, code, first) : ''
  }
  const [yielded, setYielded] = useState<string[]>([])
  const show = (values: ProfileValues, group: Group): string => {
    const texts = group.attributes.map((attribute) => {
      const value = values[attribute.name] ?? ''
      if (attribute.kind === 'declared') return declared?.textOf(attribute.name, value) ?? value
      const isOfPhone = attribute.kind === 'phone_code' || attribute.kind === 'country_code'
      return isOfPhone ? '' : textOf(attribute, value)
    })
    return texts.filter(Boolean).join(' ') || '–'
  }
  return (
    <Dialog title={t('conflict.title')} onClose={onClose}>
      <p>{t('conflict.intro')}</p>
      <form
        className="versions"
        onSubmit={(event) => {
          event.preventDefault()
          onResolve(yielded)
        }}
      >
        {conflict.conflicts.map((group) => (
          <Versions
            key={group.field}
            name={nameOf(group)}
            mine={show(mine, group)}
            theirs={show(conflict.fresh.base, group)}
            isYielded={yielded.includes(group.field)}
            onChange={(isYielded) =>
              setYielded(
                isYielded ? [...yielded, group.field] : yielded.filter((other) => other !== group.field),
              )
            }
          />
        ))}
        {conflict.elsewhere.length > 0 ? (
          <div>
            <p className="quiet">{t('conflict.other')}</p>
            <ul>
              {conflict.elsewhere.map((group) => (
                <li key={group.field}>
                  {nameOf(group)}: <strong>{show(conflict.fresh.base, group)}</strong>
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        <div className="row row-end">
          <Button look="secondary" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit">{t('conflict.keep')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

function Versions(props: {
  name: string
  mine: string
  theirs: string
  isYielded: boolean
  onChange: (isYielded: boolean) => void
}) {
  const t = useText()
  const id = useId()
  const version = (isTheirs: boolean, label: string, value: string) => (
    <label>
      <input
        type="radio"
        name={id}
        checked={props.isYielded === isTheirs}
        onChange={() => props.onChange(isTheirs)}
      />
      <span>
        {label} <strong>{value}</strong>
      </span>
    </label>
  )
  return (
    <fieldset>
      <legend>{props.name}</legend>
      {version(false, t('conflict.mine'), props.mine)}
      {version(true, t('conflict.theirs'), props.theirs)}
    </fieldset>
  )
}
