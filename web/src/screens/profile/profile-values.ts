import type { Profile } from '../../api/types.ts'
import type { PageAttribute } from '../../config.ts'

/** What is edited on the profile screen, by the names that an update takes; `''` where it is unset. */
export type ProfileValues = Readonly<Record<string, string>>

/** The attributes that the form edits; the address has steps of its own. */
export const formAttributes = (attributes: readonly PageAttribute[]): readonly PageAttribute[] =>
  attributes.filter(({ kind }) => kind !== 'email')

export function valuesOf(attributes: readonly PageAttribute[], profile: Profile): ProfileValues {
  const person: Readonly<Record<string, string>> = profile.UserProfile[0] ?? {}
  const local: Readonly<Record<string, string>> = profile.UserLocInfo
  return Object.fromEntries(
    formAttributes(attributes).map(({ name, local_name }) => [
      name,
      (local_name === undefined ? person[name] : local[local_name]) ?? '',
    ]),
  )
}

/** Whether the address is proved. While nodes are updated one may answer that does not tell yet. */
export function isEmailVerified({ UserVerified }: Partial<Profile>): boolean {
  return UserVerified?.email_verified ?? true
}

/** What differs between what was read and what is now. */
export function changesOf(base: ProfileValues, values: ProfileValues): ProfileValues {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => base[name] !== value))
}

/** Attributes that belong together: a phone number means nothing without its country. */
export interface Group {
  /** The field that they share. */
  field: string
  attributes: readonly PageAttribute[]
}

export function groupsOf(attributes: readonly PageAttribute[]): Group[] {
  const byField = Map.groupBy(formAttributes(attributes), ({ field }) => field)
  return [...byField].map(([field, list]) => ({ field, attributes: list }))
}

export interface Merge {
  /** Changed here and elsewhere, to different values: the person chooses. */
  conflicts: Group[]
  /** Changed elsewhere alone. */
  elsewhere: Group[]
}

const differ = (a: ProfileValues, b: ProfileValues, { attributes }: Group) =>
  attributes.some(({ name }) => a[name] !== b[name])

/** Compares what was read, what was typed since and what the service has now. */
export function compare(
  groups: readonly Group[],
  base: ProfileValues,
  mine: ProfileValues,
  theirs: ProfileValues,
): Merge {
  const changed = groups.filter((group) => differ(base, theirs, group))
  const isConflict = (group: Group) => differ(base, mine, group) && differ(mine, theirs, group)
  return {
    conflicts: changed.filter(isConflict),
    elsewhere: changed.filter((group) => !isConflict(group) && differ(mine, theirs, group)),
  }
}

/** What the service has now with what was typed since; of the fields named, what the service has. */
export function merge(
  groups: readonly Group[],
  base: ProfileValues,
  mine: ProfileValues,
  theirs: ProfileValues,
  yielded: readonly string[] = [],
): ProfileValues {
  const kept = groups.filter((group) => !yielded.includes(group.field) && differ(base, mine, group))
  const names = kept.flatMap(({ attributes }) => attributes.map(({ name }) => name))
  return { ...theirs, ...Object.fromEntries(names.map((name) => [name, mine[name] ?? ''])) }
}
