import { DECLARATIONS_MAX, type Declaration, type DeclaredAttribute, formOf } from './attribute.ts'

/** One attribute that is declared anew, changed or removed. */
export interface DeclarationStep {
  action: 'attributes.added' | 'attributes.changed' | 'attributes.removed'
  name: string
  /** Null if it is removed. */
  declaration: Declaration | null
  /** Names of the changed parts, if it is changed. */
  parts: string[]
  /** Whether keys for a search must be removed, or added for values that are already stored. */
  isFilled: boolean
}

export type DeclarationFault =
  | { fault: 'too_many' }
  /** The names are those of the attributes in question. */
  | { fault: 'known' | 'unknown' | 'twice' | 'claim_twice' | 'form'; names: string[] }

export type DeclarationPlan = { steps: DeclarationStep[] } | DeclarationFault

interface Wanted {
  declared: readonly Declaration[]
  removed: readonly string[] | 'others'
  only?: 'new' | 'known'
}

/** Determines what changes to get from the present declarations to the wanted ones; nothing for those that stay as they are. */
export function planDeclarations(present: readonly DeclaredAttribute[], wanted: Wanted): DeclarationPlan {
  const before = new Map(present.map((one) => [one.declaration.name, one]))
  const names = wanted.declared.map(({ name }) => name)
  const removed =
    wanted.removed === 'others' ? [...before.keys()].filter((name) => !names.includes(name)) : wanted.removed
  const fault = faultOf(before, { ...wanted, removed })
  if (fault) return fault
  const steps = [
    ...wanted.declared.flatMap((after) => stepTo(before.get(after.name), after)),
    ...removed.map((name) => ({
      action: 'attributes.removed' as const,
      name,
      declaration: null,
      parts: [],
      isFilled: before.get(name)?.declaration.searchable === true,
    })),
  ]
  return { steps }
}

function faultOf(
  before: ReadonlyMap<string, DeclaredAttribute>,
  { declared, removed, only }: Wanted & { removed: readonly string[] },
): DeclarationFault | null {
  const names = declared.map(({ name }) => name)
  const twice = repeated(names)
  if (twice.length > 0) return { fault: 'twice', names: twice }
  const known = names.filter((name) => before.has(name))
  if (only === 'new' && known.length > 0) return { fault: 'known', names: known }
  const unknown = [...(only === 'known' ? names : []), ...removed].filter((name) => !before.has(name))
  if (unknown.length > 0) return { fault: 'unknown', names: unknown }
  const reformed = declared.filter(({ name, type }) => {
    const old = before.get(name)?.declaration
    return old !== undefined && formOf(old.type) !== formOf(type)
  })
  if (reformed.length > 0) return { fault: 'form', names: reformed.map(({ name }) => name) }
  const present = [...before.values()].map(({ declaration }) => declaration)
  const kept = present.filter(({ name }) => !names.includes(name) && !removed.includes(name))
  const after = [...kept, ...declared]
  if (after.length > DECLARATIONS_MAX) return { fault: 'too_many' }
  const claims = repeated(after.flatMap(({ claim }) => (claim === null ? [] : [claim])))
  const sharing = after.filter(({ claim }) => claim !== null && claims.includes(claim))
  return sharing.length > 0 ? { fault: 'claim_twice', names: sharing.map(({ name }) => name) } : null
}

const repeated = (texts: readonly string[]): string[] => [
  ...new Set(texts.filter((text, index) => texts.indexOf(text) < index)),
]

function stepTo(before: DeclaredAttribute | undefined, after: Declaration): DeclarationStep[] {
  const { name } = after
  // An attribute that was removed and is declared again may have values.
  if (!before)
    return [{ action: 'attributes.added', name, declaration: after, parts: [], isFilled: after.searchable }]
  const parts = changedParts(before.declaration, after)
  if (parts.length === 0) return []
  const isToggled = after.searchable !== before.declaration.searchable
  const isFilled = isToggled || (after.searchable && !before.isIndexed)
  return [{ action: 'attributes.changed', name, declaration: after, parts, isFilled }]
}

function changedParts(before: Declaration, after: Declaration): string[] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Declaration)[]
  return parts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]))
}
