import { viewerThrough } from '../attribute/attribute.ts'
import { entityTag } from '../protocol/etag.ts'
import type { User } from '../user/user.ts'
import type { ProfileDependencies } from './profile-dependencies.service.ts'
import { createProfileTexts, createProfileWriter } from './profile-text.ts'
import { createProfileUpdate } from './profile-update.service.ts'

export type ProfileService = ReturnType<typeof createProfileService>

/** Returns and changes the profile. */
export function createProfileService(deps: ProfileDependencies) {
  const write = createProfileWriter(deps)
  const texts = createProfileTexts(write)
  return {
    /** Returns the document as the application sees it; without one, without declared attributes. */
    textOf: (user: User, applicationId?: string) =>
      texts(user, applicationId === undefined ? null : deps.attributes.viewFor(viewerThrough(applicationId))),
    update: createProfileUpdate(deps, (user, view) => entityTag(write(user, view))),
  }
}
