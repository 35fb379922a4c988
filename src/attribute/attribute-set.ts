import type { Faults } from '../errors/errors.ts'
import {
  type AttributeValue,
  type DeclaredAttribute,
  formOf,
  hasForm,
  isGranted,
  type ShownValue,
  type StoredValues,
  shownValue,
  VALUES_BYTES,
  type ValueForm,
  type Viewer,
} from './attribute.ts'
import type { CheckValue, Compile, OfferedCodes } from './attribute-form.ts'
import { type ReadValue, valueNormalizer, valueReader } from './attribute-value.ts'

/** A declared attribute, ready to read and judge values. */
export interface CompiledAttribute extends DeclaredAttribute {
  form: ValueForm
  read: (sent: unknown) => ReadValue
  /** The same, whether or not the constraints are met. */
  normalize: (sent: unknown) => ReadValue
  check: CheckValue
}

/** The declarations in force. */
export interface AttributeSet {
  /** The highest version of any declaration, also of removed ones; 0 if there never was one. */
  version: number
  /** In the order of the page. */
  attributes: readonly CompiledAttribute[]
}

/** Compiles declarations. */
export function compiledSet(
  version: number,
  declared: readonly DeclaredAttribute[],
  { compile, offered }: { compile: Compile; offered: OfferedCodes },
): AttributeSet {
  const attributes = inPageOrder(declared).map((one) => {
    const check = compile(one.declaration)
    const { type } = one.declaration
    return {
      ...one,
      form: formOf(type),
      check,
      read: valueReader(one.declaration, check, offered),
      normalize: valueNormalizer(one.declaration, offered),
    }
  })
  return { version, attributes }
}

export const NO_ATTRIBUTES: AttributeSet = { version: 0, attributes: [] }

/** What one viewer can do with the declared attributes. */
export interface AttributeView {
  /** Differs for another viewer, and after a change of the declarations. */
  key: string
  /** Version of the declarations. */
  version: number
  readable: readonly CompiledAttribute[]
  /** By name; each of them is readable too. */
  writable: ReadonlyMap<string, CompiledAttribute>
}

/** Returns what the viewer can do, or null if they can read nothing. */
export function viewOf({ version, attributes }: AttributeSet, viewer: Viewer): AttributeView | null {
  const readable = attributes.filter(({ declaration }) => isGranted(declaration.read, viewer, declaration))
  if (readable.length === 0) return null
  const writable = readable.filter(({ declaration }) => isGranted(declaration.write, viewer, declaration))
  const name = viewer.kind === 'application' ? viewer.applicationId : viewer.kind
  return {
    key: `${version} ${name}`,
    version,
    readable,
    writable: new Map(writable.map((one) => [one.declaration.name, one])),
  }
}

/** Returns the names of the attributes that the viewer can read. */
export const namesIn = (view: AttributeView | null): string[] =>
  view?.readable.map(({ declaration }) => declaration.name) ?? []

/** Returns the order of the page: by section, whose place is that of its first attribute, then by order and name. */
export function inPageOrder(attributes: readonly DeclaredAttribute[]): DeclaredAttribute[] {
  const sectionOf = ({ declaration }: DeclaredAttribute) => JSON.stringify(declaration.section)
  const rows = [...attributes].sort(
    (a, b) => a.declaration.order - b.declaration.order || (a.declaration.name < b.declaration.name ? -1 : 1),
  )
  const sections = [...new Set(rows.map(sectionOf))]
  return sections.flatMap((section) => rows.filter((row) => sectionOf(row) === section))
}

/** Returns the stored values of a person. */
export const storedValues = (json: string | null): StoredValues =>
  json === null ? {} : (JSON.parse(json) as StoredValues)

/** Returns the value of an attribute: what is stored, otherwise the default; null if it is unset. */
export function effectiveValue(
  { declaration, form }: CompiledAttribute,
  stored: StoredValues,
): AttributeValue | null {
  const value = Object.hasOwn(stored, declaration.name) ? stored[declaration.name] : undefined
  if (hasForm(form, value)) return value
  return declaration.default
}

/** Returns the values that the viewer can read, for clients. */
export function shownValues(view: AttributeView, json: string | null): Record<string, ShownValue> {
  const stored = storedValues(json)
  return Object.fromEntries(
    view.readable.map((one) => [one.declaration.name, shownValue(one.form, effectiveValue(one, stored))]),
  )
}

/** Returns the values that the viewer can read, for a file of people: without defaults, and null for unset ones. */
export function fileValues(view: AttributeView, json: string | null): Record<string, AttributeValue | null> {
  const stored = storedValues(json)
  return Object.fromEntries(
    view.readable.map(({ declaration: { name } }) => [
      name,
      Object.hasOwn(stored, name) ? stored[name]! : null,
    ]),
  )
}

/** New values by name; null clears one. */
export type AttributeChanges = Readonly<Record<string, AttributeValue | null>>

export interface AttributePlan {
  /** Only values that differ from the stored ones. */
  changes: AttributeChanges
  faults: Faults
}

/** The plan of an update without declared attributes. */
export const NO_PLAN: AttributePlan = { changes: {}, faults: {} }

const isEqual = (a: AttributeValue | null, b: AttributeValue | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/**
 * Determines what submitted values change. One that equals the stored one is always accepted, even if it no longer fits;
 * so is one that the viewer cannot change and that equals what they read. Names that the viewer cannot read are left to the
 * caller.
 */
export function planAttributes(
  view: AttributeView,
  json: string | null,
  sent: Readonly<Record<string, unknown>>,
): AttributePlan {
  const stored = storedValues(json)
  const changes: Record<string, AttributeValue | null> = {}
  const faults: Faults = {}
  for (const one of view.readable) {
    const { name } = one.declaration
    if (!Object.hasOwn(sent, name)) continue
    const isWritable = view.writable.has(name)
    const kept = Object.hasOwn(stored, name) ? stored[name]! : null
    const before = isWritable ? kept : effectiveValue(one, stored)
    if (isEqual(comparable(sent[name]), comparable(shownValue(one.form, before)))) continue
    const read = one.read(sent[name])
    if ('value' in read && isEqual(read.value, before)) continue
    if (!isWritable) faults[name] = [{ key: 'read_only' }]
    else if ('value' in read) changes[name] = read.value
    else faults[name] = [read.fault]
  }
  const isLarger = Object.keys(changes).length > 0 && isTooLarge(withChanges(json, changes))
  return { changes, faults: isLarger ? { ...faults, ...tooLarge(changes) } : faults }
}

/** A value as JSON bodies arrive: numbers as the texts in which they were written. */
const comparable = (value: unknown): AttributeValue | null =>
  (typeof value === 'number' ? String(value) : value) as AttributeValue | null

/** Whether a person has more values than can be stored. */
export const isTooLarge = (json: string | null): boolean =>
  json !== null && Buffer.byteLength(json) > VALUES_BYTES

/** Returns a fault for each of the changed values. */
export const tooLarge = (changes: AttributeChanges): Faults =>
  Object.fromEntries(
    Object.keys(changes).map((name) => [name, [{ key: 'values_too_large', params: { max: VALUES_BYTES } }]]),
  )

/** Returns the stored JSON after the changes, with names in one order; null without values. */
export function withChanges(json: string | null, changes: AttributeChanges): string | null {
  if (Object.keys(changes).length === 0) return json
  const after = Object.entries({ ...storedValues(json), ...changes })
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return after.length === 0 ? null : JSON.stringify(Object.fromEntries(after))
}

/** Returns the names of values that differ. */
export function changedNames(before: string | null, after: string | null): string[] {
  if (before === after) return []
  const [old, fresh] = [storedValues(before), storedValues(after)]
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort()
  return names.filter((name) => !isEqual(old[name] ?? null, fresh[name] ?? null))
}
