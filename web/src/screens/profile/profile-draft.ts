import type { Profile } from '../../api/types.ts'
import { forgetDraft, recallDraft, storeDraft } from '../../session/draft-store.ts'
import type { Loaded } from './profile-calls.ts'
import type { ProfileValues } from './profile-values.ts'

/** Values that were typed and not saved, and the ones that they started from. */
interface Draft {
  base: ProfileValues
  values: ProfileValues
}

const usernameOf = (profile: Profile): string => profile.UserProfile[0]?.username ?? ''

export const keepDraft = ({ profile, base }: Loaded, values: ProfileValues): void =>
  storeDraft(usernameOf(profile), { base, values } satisfies Draft)

export const dropDraft = forgetDraft

/** Returns the draft of the person, if there is one; drops that of anybody else. */
export const draftOf = (profile: Profile): Draft | null => recallDraft(usernameOf(profile)) as Draft | null
