import { type FormEvent, lazy, Suspense, startTransition, useEffect, useMemo, useRef, useState } from 'react'
import type { LocalInfo } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { isShown } from '../../config.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { AlertIcon, CheckIcon } from '../../ui/icons.tsx'
import { prepareChoices } from '../../ui/lazy-choice.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenSkeleton } from '../../ui/skeleton.tsx'
import { type Choices, choicesOf, optionsOf } from './choices.ts'
import { EmailRow } from './email-row.tsx'
import { Hero } from './hero.tsx'
import { ProfileFields } from './profile-fields.tsx'
import { formAttributes, isEmailVerified } from './profile-values.ts'
import { type SaveState, useProfile } from './use-profile.ts'

const ConflictDialog = lazy(() => import('./conflict-dialog.tsx'))

/**
 * What can be chosen, in the language of the page; null: not yet. It is asked for, like the code of the lists, after
 * the profile: on a slow network its answer would have to share the line.
 */
function useChoices(isWanted: boolean): Choices | null {
  const { api } = useApp()
  const { code } = useLanguage()
  const [info, setInfo] = useState<LocalInfo | null>(null)
  useEffect(() => {
    if (!isWanted) return
    prepareChoices()
    const controller = new AbortController()
    api
      .call('GET', 'get/local-info/', { signal: controller.signal, headers: { 'accept-language': code } })
      .then(
        // In small steps: four lists at once would hold up a phone.
        ({ data }) => startTransition(() => setInfo(data)),
        () => undefined,
      )
    return () => controller.abort()
  }, [api, code, isWanted])
  return useMemo(() => (info === null ? null : choicesOf(info)), [info])
}

export default function ProfileScreen() {
  const t = useText()
  const { config } = useApp()
  const profile = useProfile()
  const choices = useChoices(profile.loaded !== null)
  const form = useRef<HTMLFormElement>(null)
  const { loaded, values, saveFailure, state, conflict } = profile

  useEffect(() => {
    if (state === 'saved') announce(t('profile.state_saved'))
    if (state === 'failed') form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state, t])

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

  const problem = (name: string) => fieldProblem(t, saveFailure, name)
  const names = formAttributes(config.attributes).map(({ name }) => name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (profile.isDirty) void profile.save()
  }
  return (
    <div className="screen">
      <Hero profile={loaded.profile} />
      {profile.isFromElsewhere ? <Notice>{t('profile.updated_elsewhere')}</Notice> : null}
      {isShown(config, 'email') ? (
        <EmailRow
          address={loaded.profile.UserProfile[0]?.email ?? ''}
          isVerified={isEmailVerified(loaded.profile)}
          onChanged={() => void profile.reload()}
        />
      ) : null}
      <form className="screen" ref={form} onSubmit={submit} noValidate>
        <ProfileFields values={values} choices={choices} change={profile.change} problem={problem} />
        {saveFailure ? <Notice look="danger">{failureText(t, saveFailure, names)}</Notice> : null}
        <SaveBar state={state} isDirty={profile.isDirty} onDiscard={profile.discard} />
      </form>
      <LeaveGuard isDirty={profile.isDirty} onDiscard={profile.discard} />
      {conflict ? (
        <Suspense fallback={null}>
          <ConflictDialog
            conflict={conflict}
            mine={values}
            textOf={({ name }, value) =>
              optionsOf(choices, name)?.find(({ id }) => id === value)?.text ?? value
            }
            onResolve={(yielded) => void profile.resolve(conflict, yielded)}
            onClose={profile.dropConflict}
          />
        </Suspense>
      ) : null}
    </div>
  )
}

const stateIcons: Partial<Record<SaveState, typeof CheckIcon>> = {
  clean: CheckIcon,
  saved: CheckIcon,
  failed: AlertIcon,
}

function SaveBar({
  state,
  isDirty,
  onDiscard,
}: {
  state: SaveState
  isDirty: boolean
  onDiscard: () => void
}) {
  const t = useText()
  const Icon = stateIcons[state]
  return (
    <div className="save-bar" data-dirty={isDirty ? '' : undefined}>
      <p className="save-state" data-state={state}>
        {Icon ? <Icon /> : null}
        {t(`profile.state_${state}`)}
      </p>
      <Button look="plain" isOff={!isDirty || state === 'saving'} onClick={onDiscard}>
        {t('profile.discard')}
      </Button>
      <Button type="submit" isOff={!isDirty} isBusy={state === 'saving'}>
        {t('profile.save')}
      </Button>
    </div>
  )
}
