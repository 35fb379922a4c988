import { Suspense, startTransition, useEffect, useMemo, useState } from 'react'
import type { LocalInfo } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { isShown } from '../../config.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { Notice } from '../../ui/notice.tsx'
import { preparable } from '../../ui/preparable.tsx'
import { Rows } from '../../ui/row.tsx'
import { ScreenSkeleton } from '../../ui/skeleton.tsx'
import { AttributeRow } from './attribute-row.tsx'
import { unsetText } from './choice-field.tsx'
import { type Choices, choicesOf, optionsOf } from './choices.ts'
import type { DeclaredTexts } from './declared.tsx'
import { EmailRow } from './email-row.tsx'
import { Hero } from './hero.tsx'
import { isEmailVerified, textOf } from './profile-values.ts'
import { useProfile } from './use-profile.ts'

/** Loads only for people who have such attributes. */
const Declared = preparable(() => import('./declared.tsx'), false).Component
const ConflictDialog = preparable(() => import('./conflict-dialog.tsx')).Component

/**
 * The options, in the language of the page; null: not yet loaded. Like the code of the lists, they load after the
 * profile: on a slow network they would compete with it.
 */
function useChoices(isWanted: boolean): Choices | null {
  const { api } = useApp()
  const { code } = useLanguage()
  const [info, setInfo] = useState<LocalInfo | null>(null)
  useEffect(() => {
    if (!isWanted) return
    const controller = new AbortController()
    api
      .call('GET', 'get/local-info/', { signal: controller.signal, headers: { 'accept-language': code } })
      .then(
        // In small steps: four lists at once would block a phone.
        ({ data }) => startTransition(() => setInfo(data)),
        () => undefined,
      )
    return () => controller.abort()
  }, [api, code, isWanted])
  return useMemo(() => (info === null ? null : choicesOf(info)), [info])
}

/** The cards, by the sections of the attributes in them. */
const cards = [
  { title: 'profile.about', sections: ['name', 'email', 'phone'] },
  { title: 'profile.region', sections: ['region'] },
] as const

export default function ProfileScreen() {
  const t = useText()
  const { config } = useApp()
  const profile = useProfile()
  const choices = useChoices(profile.loaded !== null)
  const { loaded, values, conflict, savedRow } = profile
  const [declared, setDeclared] = useState<DeclaredTexts | null>(null)

  useEffect(() => {
    if (savedRow !== null) announce(t('profile.state_saved'))
  }, [savedRow, t])

  if (profile.loadFailure)
    return (
      <Notice look="danger">
        <p>{failureText(t, profile.loadFailure)}</p>
        <Button look="secondary" onClick={() => void profile.reload()}>
          {t('action.retry')}
        </Button>
      </Notice>
    )
  if (loaded === null || values === null) return <ScreenSkeleton cards={3} />

  const rowsOfSection = (section: string) => {
    if (section === 'email')
      return isShown(config, 'email') ? (
        <EmailRow
          key={section}
          address={loaded.profile.UserProfile[0]?.email ?? ''}
          isVerified={isEmailVerified(loaded.profile)}
          onChanged={() => void profile.reload()}
        />
      ) : (
        []
      )
    return profile.rows
      .filter(({ attributes }) => attributes[0]?.section === section)
      .map((row) => (
        <AttributeRow key={row.id} row={row} values={values} profile={profile} choices={choices} />
      ))
  }
  return (
    <div className="screen">
      <Hero profile={loaded.profile} />
      {profile.isFromElsewhere ? <Notice>{t('profile.updated_elsewhere')}</Notice> : null}
      {cards.map(({ title, sections }) => {
        const rows = sections.flatMap(rowsOfSection)
        return rows.length === 0 ? null : (
          <Card key={title} title={t(title)}>
            <Rows>{rows}</Rows>
          </Card>
        )
      })}
      {loaded.profile.UserAttributes ? (
        <Suspense fallback={null}>
          <Declared
            profile={profile}
            values={values}
            choices={choices}
            formOf={textOf}
            onTexts={setDeclared}
          />
        </Suspense>
      ) : null}
      {conflict ? (
        <Suspense fallback={null}>
          <ConflictDialog
            conflict={conflict}
            mine={values}
            declared={declared}
            textOf={({ name }, value) =>
              optionsOf(choices, name)?.find(({ id }) => id === value)?.text ?? (value || unsetText(t, name))
            }
            onResolve={(yielded) => profile.resolve(conflict, yielded)}
            onClose={profile.dropConflict}
          />
        </Suspense>
      ) : null}
    </div>
  )
}
