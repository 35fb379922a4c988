import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Profile } from '../api/types.ts'
import { useApp } from '../app-context.ts'
import { useLanguage } from '../i18n/language.tsx'
import type { Route } from '../route.ts'

/** The language that the person has chosen; null: none. */
export const chosenLanguage = ({ UserLocInfo, UserLocInfoChosen }: Profile): string | null =>
  UserLocInfoChosen.lan ? UserLocInfo.lan : null

/** The time zone that the person has chosen; undefined: none, or not known yet. */
export const chosenZone = (profile: Profile | null): string | undefined =>
  profile?.UserLocInfoChosen.tz ? profile.UserLocInfo.tz : undefined

/** The profile of the signed-in person; null: not yet known. */
export function useAccount(): Profile | null {
  const { account } = useApp()
  return useSyncExternalStore(account.subscribe, account.profile)
}

/**
 * Ensures that the profile is loaded on a screen that does not read it itself, and follows its language. Returns
 * whether the screen can be shown in the person's language and with times in their zone.
 */
export function useAccountOnScreen(route: Route): boolean {
  const { account } = useApp()
  const { follow } = useLanguage()
  const [isSettled, setSettled] = useState(account.profile() !== null)
  useEffect(() => {
    if (route === 'profile') return
    const known = account.profile()
    Promise.resolve(known ?? account.load())
      .then((profile) => (known ? undefined : follow(chosenLanguage(profile))))
      // The screen's own requests report what is wrong.
      .catch(() => undefined)
      .finally(() => setSettled(true))
  }, [route, account, follow])
  return route === 'profile' || isSettled
}
