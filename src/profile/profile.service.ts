import { entityTag } from '../protocol/etag.ts'
import type { ProfileDependencies } from './profile-dependencies.service.ts'
import { createProfileTexts, createProfileWriter } from './profile-text.ts'
import { createProfileUpdate } from './profile-update.service.ts'

export type ProfileService = ReturnType<typeof createProfileService>

/** Returns and changes the profile. */
export function createProfileService(deps: ProfileDependencies) {
  const write = createProfileWriter(deps)
  return {
    textOf: createProfileTexts(write),
    update: createProfileUpdate(deps, (user) => entityTag(write(user))),
  }
}
