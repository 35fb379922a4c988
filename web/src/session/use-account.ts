import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Profile } from '../api/types.ts'
import { useApp } from '../app-context.ts'
import { createInstants, type Instants } from '../i18n/instants.ts'
import { useLanguage } from '../i18n/language.tsx'
import type { Route } from '../route.ts'

/** The profile of whoever is signed in; null: not known yet. */
export function useAccount(): Profile | null {
  const { account } = useApp()
  return useSyncExternalStore(account.subscribe, account.profile)
}

/** Sees to it that the profile is known on a screen that does not read it itself, and follows its language. */
export function useAccountOnScreen(route: Route): void {
  const { account, config } = useApp()
  const { follow } = useLanguage()
  useEffect(() => {
    if (route === 'profile' || account.profile() !== null) return
    account.load().then(
      (profile) => follow(profile.UserLocInfo.lan, config.default_language),
      // The screen says by its own requests what is wrong.
      () => undefined,
    )
  }, [route, account, follow, config.default_language])
}

/** Writes instants in the language of the page and the person's time zone. */
export function useInstants(): Instants {
  const { code } = useLanguage()
  const zone = useAccount()?.UserLocInfo.tz
  return useMemo(() => createInstants(code, zone), [code, zone])
}
