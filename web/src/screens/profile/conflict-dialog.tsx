import { useId, useState } from 'react'
import { useMoreTexts, useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { type Group, groupFields, type ProfileField, type ProfileValues } from './profile-values.ts'
import type { Conflict } from './use-profile.ts'

interface Props {
  conflict: Conflict
  mine: ProfileValues
  /** How a value is shown: the name of what was chosen. */
  textOf: (field: ProfileField, value: string) => string
  onResolve: (yielded: Group[]) => void
  onClose: () => void
}

/** Shows what was changed elsewhere while somebody typed, and lets them choose for each field. */
export default function ConflictDialog({ conflict, mine, textOf, onResolve, onClose }: Props) {
  useMoreTexts()
  const t = useText()
  const [yielded, setYielded] = useState<Group[]>([])
  const show = (values: ProfileValues, group: Group): string => {
    const texts = groupFields(group)
      .filter((field) => field !== 'phone_code' && field !== 'country_code')
      .map((field) => textOf(field, values[field]))
    return texts.join(' ') || '–'
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
            key={group}
            name={t(`field.${group}`)}
            mine={show(mine, group)}
            theirs={show(conflict.fresh.base, group)}
            isYielded={yielded.includes(group)}
            onChange={(isYielded) =>
              setYielded(isYielded ? [...yielded, group] : yielded.filter((other) => other !== group))
            }
          />
        ))}
        {conflict.elsewhere.length > 0 ? (
          <div>
            <p className="quiet">{t('conflict.other')}</p>
            <ul>
              {conflict.elsewhere.map((group) => (
                <li key={group}>
                  {t(`field.${group}`)}: <strong>{show(conflict.fresh.base, group)}</strong>
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
