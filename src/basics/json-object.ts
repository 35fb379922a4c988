/** A value of JSON (RFC 8259, 3) that is stored as it was sent. */
export type JsonValue = string | boolean | null | JsonNumber | JsonValue[] | JsonObject

/** An object of JSON. It has no prototype, so that every name is an ordinary one, `__proto__` too. */
export interface JsonObject {
  [name: string]: JsonValue
}

declare const number: unique symbol
/** The digits of a number, which `JSON.stringify` writes as they are: none is lost, however many there are. */
export interface JsonNumber {
  readonly [number]: true
}

/** From the proposal "JSON.parse source text access", in V8 since 11.4. */
interface SourceText {
  rawJSON(text: string): JsonNumber
  isRawJSON(value: unknown): value is JsonNumber
}
const source = JSON as unknown as SourceText

type Reviver = (this: unknown, key: string, value: unknown) => unknown

/**
 * Parses JSON, and keeps the digits of numbers. Of equal names in an object, the last counts. Whoever parses foreign text
 * limits its length and depth first.
 * @throws {SyntaxError}
 */
export function parseJsonValue(text: string): JsonValue {
  const revive = (_key: string, value: unknown, context: { source?: string }): unknown => {
    if (typeof value === 'number') return source.rawJSON(context.source ?? String(value))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.assign(Object.create(null), value)
      : value
  }
  return JSON.parse(text, revive as Reviver) as JsonValue
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !source.isRawJSON(value)
}

/** Returns the target changed by a merge patch (RFC 7396, 2). Both stay as they are. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch
  const merged: JsonObject = Object.assign(Object.create(null), isJsonObject(target) ? target : null)
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else merged[name] = mergePatch(merged[name], value)
  }
  return merged
}
