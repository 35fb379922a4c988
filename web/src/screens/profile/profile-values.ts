import type { Profile, ProfilePatch } from '../../api/types.ts'

/** What is edited on the profile screen, by the names that an update takes. */
export interface ProfileValues {
  first_name: string
  last_name: string
  phone_number: string
  phone_code: string
  country_code: string
  languages: string
  timezones: string
  currencies: string
}
export type ProfileField = keyof ProfileValues

export const profileFields: readonly ProfileField[] = [
  'first_name',
  'last_name',
  'phone_number',
  'phone_code',
  'country_code',
  'languages',
  'timezones',
  'currencies',
]

export function valuesOf({ UserProfile: [person], UserLocInfo }: Profile): ProfileValues {
  return {
    first_name: person?.first_name ?? '',
    last_name: person?.last_name ?? '',
    phone_number: person?.phone_number ?? '',
    phone_code: person?.phone_code ?? '',
    country_code: person?.country_code ?? '',
    languages: UserLocInfo.lan,
    timezones: UserLocInfo.tz,
    currencies: UserLocInfo.currency,
  }
}

/** Whether the address is proved. While nodes are updated one may answer that does not tell yet. */
export function isEmailVerified({ UserVerified }: Partial<Profile>): boolean {
  return UserVerified?.email_verified ?? true
}

/** What differs between what was read and what is now. */
export function changesOf(base: ProfileValues, values: ProfileValues): ProfilePatch {
  const changed = profileFields.filter((field) => base[field] !== values[field])
  return Object.fromEntries(changed.map((field) => [field, values[field]]))
}

/** Parts that belong together: a phone number means nothing without its country. */
const groups: Readonly<Record<string, readonly ProfileField[]>> = {
  first_name: ['first_name'],
  last_name: ['last_name'],
  phone: ['phone_number', 'phone_code', 'country_code'],
  language: ['languages'],
  timezone: ['timezones'],
  currency: ['currencies'],
}
export type Group = 'first_name' | 'last_name' | 'phone' | 'language' | 'timezone' | 'currency'

export const groupFields = (group: Group): readonly ProfileField[] => groups[group] ?? []

export interface Merge {
  /** Changed here and elsewhere, to different values: the person chooses. */
  conflicts: Group[]
  /** Changed elsewhere alone. */
  elsewhere: Group[]
}

/** Compares what was read, what was typed since and what the service has now. */
export function compare(base: ProfileValues, mine: ProfileValues, theirs: ProfileValues): Merge {
  const differ = (a: ProfileValues, b: ProfileValues, group: Group) =>
    groupFields(group).some((field) => a[field] !== b[field])
  const changed = (Object.keys(groups) as Group[]).filter((group) => differ(base, theirs, group))
  const isConflict = (group: Group) => differ(base, mine, group) && differ(mine, theirs, group)
  return {
    conflicts: changed.filter(isConflict),
    elsewhere: changed.filter((group) => !isConflict(group) && differ(mine, theirs, group)),
  }
}

/** What the service has now with what was typed since; of the groups named, what the service has. */
export function merge(
  base: ProfileValues,
  mine: ProfileValues,
  theirs: ProfileValues,
  yielded: readonly Group[] = [],
): ProfileValues {
  const result = { ...theirs }
  for (const group of Object.keys(groups) as Group[]) {
    if (yielded.includes(group)) continue
    const fields = groupFields(group)
    if (!fields.some((field) => base[field] !== mine[field])) continue
    for (const field of fields) result[field] = mine[field]
  }
  return result
}
