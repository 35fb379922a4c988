import { useCallback, useEffect, useRef, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { onReconnect } from '../../connection.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { chosenLanguage } from '../../session/use-account.ts'
import type { Loaded, ProfileCalls } from './profile-calls.ts'
import { draftOf } from './profile-draft.ts'
import { type Group, merge } from './profile-values.ts'
import type { Edited } from './use-edited.ts'

/** Loads the profile, and again when another tab has changed it. */
export function useProfileLoad(
  { latest, isDirty, show }: Pick<Edited, 'latest' | 'isDirty' | 'show'>,
  { known, read }: Pick<ProfileCalls, 'known' | 'read'>,
  groups: readonly Group[],
) {
  const { session } = useApp()
  const { follow } = useLanguage()
  const [loadFailure, setLoadFailure] = useState<Failure | null>(null)
  const [isFromElsewhere, setFromElsewhere] = useState(false)
  const isDirtyNow = useRef(isDirty)
  isDirtyNow.current = isDirty

  const showWithDraft = useCallback(
    (fresh: Loaded) => {
      const kept = draftOf(fresh.profile)
      show(fresh, kept ? merge(groups, kept.base, kept.values, fresh.base) : fresh.base)
    },
    [groups, show],
  )

  const reload = useCallback(async () => {
    setLoadFailure(null)
    try {
      const fresh = await read()
      await follow(chosenLanguage(fresh.profile))
      showWithDraft(fresh)
    } catch (error) {
      // What is known stays on the screen; the notice about the connection says the rest.
      if (latest.current === null) setLoadFailure(asFailure(error))
    }
  }, [read, follow, latest, showWithDraft])

  useEffect(() => {
    const before = known()
    if (before !== null) showWithDraft(before)
    void reload()
    return onReconnect(() => void reload())
  }, [known, reload, showWithDraft])

  // If nothing has been typed, shows what another tab saved at once; otherwise saving detects it.
  useEffect(
    () =>
      session.onProfileChange(() => {
        if (isDirtyNow.current) return
        reload().then(
          () => setFromElsewhere(true),
          () => undefined,
        )
      }),
    [session, reload],
  )
  return { loadFailure, isFromElsewhere, setFromElsewhere, reload }
}
