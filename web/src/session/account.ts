import type { Api } from '../api/client.ts'
import type { Profile } from '../api/types.ts'
import { createListeners } from '../listeners.ts'
import type { Session } from './session.ts'

export type Account = ReturnType<typeof createAccount>

/** The signed-in person, for the parts that every screen shows. It is read again when another tab has changed it. */
export function createAccount(api: Api, session: Session) {
  const { subscribe, notify } = createListeners()
  let profile: Profile | null = null
  let etag: string | null = null
  let reading: Promise<Profile> | null = null
  const take = (next: Profile | null, nextEtag: string | null = null) => {
    profile = next
    etag = nextEtag
    notify()
  }
  const read = async (): Promise<Profile> => {
    const answer = await api.call('GET', 'user/get/profile/')
    if (session.state().status !== 'out') take(answer.data, answer.etag)
    return answer.data
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
    /** Null: not yet known. */
    profile: () => profile,
    /** The `ETag` of that profile, if it came with one. */
    etag: () => etag,
    subscribe,
    load,
    /** Takes over a profile that a screen has read. */
    take,
    /** The account will be deleted at this instant (ISO 8601), or stays (empty). Informs the other tabs. */
    setDeletion(deleteAt: string) {
      if (profile !== null) take({ ...profile, DeleteAt: deleteAt }, etag)
      session.broadcastAccountChange()
    },
  }
}
