import { useMemo } from 'react'
import type { Profile } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { type changesOf, type ProfileValues, valuesOf } from './profile-values.ts'

/** The profile as the service has it, when it was read. */
export interface Loaded {
  profile: Profile
  etag: string | null
  /** Its values. */
  base: ProfileValues
}

export type ProfileCalls = ReturnType<typeof useProfileCalls>

/** Reads and updates the profile, and passes it on to the other parts of the page. */
export function useProfileCalls() {
  const { api, account, config } = useApp()
  const { attributes } = config
  return useMemo(() => {
    const loadedOf = (profile: Profile, etag: string | null): Loaded => ({
      profile,
      etag,
      base: valuesOf(attributes, profile),
    })
    const take = ({ data, etag }: { data: Profile; etag: string | null }): Loaded => {
      account.take(data, etag)
      return loadedOf(data, etag)
    }
    return {
      /** Returns the profile as it was last read, on any screen; null: not yet. */
      known(): Loaded | null {
        const profile = account.profile()
        return profile === null ? null : loadedOf(profile, account.etag())
      },
      /** @throws {Failure} */
      read: async () => take(await api.call('GET', 'user/get/profile/')),
      /** @throws {Failure} `stale` if the profile has changed since it was read */
      update: async ({ etag }: Loaded, body: ReturnType<typeof changesOf>) =>
        take(
          await api.call('PATCH', 'user/profile/', {
            body,
            headers: etag === null ? {} : { 'if-match': etag },
          }),
        ),
    }
  }, [api, account, attributes])
}
