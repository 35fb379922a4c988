import type { Profile } from '../../api/types.ts'
import type { PageAttribute } from '../../config.ts'

/** The values edited on the profile screen, by their names in an update; `''` if unset. */
export type ProfileValues = Readonly<Record<string, string>>

/** The attributes that the form edits; the address has its own steps. */
export const formAttributes = (attributes: readonly PageAttribute[]): readonly PageAttribute[] =>
  attributes.filter(({ kind }) => kind !== 'email')

export function valuesOf(attributes: readonly PageAttribute[], profile: Profile): ProfileValues {
  const person: Readonly<Record<string, string>> = profile.UserProfile[0] ?? {}
  const local: Readonly<Record<string, string>> = profile.UserLocInfo
  const isChosen: Readonly<Record<string, boolean>> = profile.UserLocInfoChosen
  // The operator's default is no choice of the person.
  const localValue = (name: string) => (isChosen[name] ? local[name] : '')
  const builtIn = formAttributes(attributes).map(({ name, local_name }) => [
    name,
    (local_name === undefined ? person[name] : localValue(local_name)) ?? '',
  ])
  const declared = Object.entries(profile.UserAttributes ?? {}).map(([name, value]) => [name, textOf(value)])
  return Object.fromEntries([...builtIn, ...declared])
}

/** Returns the value of a declared attribute as a form has it: a list has one item on each line, a place is JSON. */
export function textOf(value: NonNullable<Profile['UserAttributes']>[string]): string {
  if (Array.isArray(value)) return value.join('\n')
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
}

/** Returns whether the address is proven. During an update of nodes, an old one may not report it. */
export function isEmailVerified({ UserVerified }: Partial<Profile>): boolean {
  return UserVerified?.email_verified ?? true
}

/** Returns the differences between the values that were read and the current ones. */
export function changesOf(base: ProfileValues, values: ProfileValues): ProfileValues {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => base[name] !== value))
}

/** An attribute that the operator has declared. */
export interface DeclaredAttribute {
  kind: 'declared'
  name: string
}

/** Attributes that belong together: a phone number means nothing without its country. */
export interface Group {
  /** Their common field. */
  field: string
  attributes: readonly (PageAttribute | DeclaredAttribute)[]
}

export function groupsOf(attributes: readonly PageAttribute[]): Group[] {
  const byField = Map.groupBy(formAttributes(attributes), ({ field }) => field)
  return [...byField].map(([field, list]) => ({ field, attributes: list }))
}

/** Returns the groups, and one for each other name of the values: which attributes are declared can change. */
export function groupsIn(groups: readonly Group[], values: ProfileValues): Group[] {
  const known = new Set(groups.flatMap(({ attributes }) => attributes.map(({ name }) => name)))
  const others = Object.keys(values).filter((name) => !known.has(name))
  return [
    ...groups,
    ...others.map((name): Group => ({ field: name, attributes: [{ kind: 'declared', name }] })),
  ]
}

export interface Merge {
  /** Changed here and elsewhere to different values: the person must choose. */
  conflicts: Group[]
  /** Changed only elsewhere. */
  elsewhere: Group[]
}

const differ = (a: ProfileValues, b: ProfileValues, { attributes }: Group) =>
  attributes.some(({ name }) => a[name] !== b[name])

/** Compares the values that were read, the ones typed since, and the service's current ones. */
export function compare(
  groups: readonly Group[],
  base: ProfileValues,
  mine: ProfileValues,
  theirs: ProfileValues,
): Merge {
  const changed = groupsIn(groups, theirs).filter((group) => differ(base, theirs, group))
  const isConflict = (group: Group) => differ(base, mine, group) && differ(mine, theirs, group)
  return {
    conflicts: changed.filter(isConflict),
    elsewhere: changed.filter((group) => !isConflict(group) && differ(mine, theirs, group)),
  }
}

/** Returns the service's current values with the typed ones applied, except for the named fields. */
export function merge(
  groups: readonly Group[],
  base: ProfileValues,
  mine: ProfileValues,
  theirs: ProfileValues,
  yielded: readonly string[] = [],
): ProfileValues {
  const kept = groupsIn(groups, theirs).filter(
    (group) => !yielded.includes(group.field) && differ(base, mine, group),
  )
  const names = kept.flatMap(({ attributes }) => attributes.map(({ name }) => name))
  return { ...theirs, ...Object.fromEntries(names.map((name) => [name, mine[name] ?? ''])) }
}

export const hasChanges = (base: ProfileValues, values: ProfileValues): boolean =>
  Object.keys(changesOf(base, values)).length > 0
