import type { Api } from '../api/client.ts'
import type { Profile } from '../api/types.ts'
import type { Session } from './session.ts'

export type Account = ReturnType<typeof createAccount>

/** Who is signed in, for what stands on every screen. It is read again when another tab has changed it. */
export function createAccount(api: Api, session: Session) {
  const listeners = new Set<() => void>()
  let profile: Profile | null = null
  let reading: Promise<Profile> | null = null
  const take = (next: Profile | null) => {
    profile = next
    for (const listener of listeners) listener()
  }
  const read = async (): Promise<Profile> => {
    const { data } = await api.call('GET', 'user/get/profile/')
    if (session.state().status !== 'out') take(data)
    return data
  }
  /** @throws {Failure} */
  const load = (): Promise<Profile> => {
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }
  session.subscribe(() => {
    if (session.state().status === 'out' && profile !== null) take(null)
  })
  const readAgain = () => {
    if (profile !== null) load().catch(() => undefined)
  }
  session.onProfileChange(readAgain)
  session.onAccountChange(readAgain)
  return {
    /** Null: not known yet. */
    profile: () => profile,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    load,
    /** Has a screen that has read the profile hand it on. */
    take,
    /** The account waits for its deletion (ISO 8601), or stays (empty); the other tabs learn it. */
    setDeletion(deleteAt: string) {
      if (profile !== null) take({ ...profile, DeleteAt: deleteAt })
      session.tellAccountChange()
    },
  }
}
