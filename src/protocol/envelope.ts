import { failures, fieldMessages } from '../errors/error-catalogue.ts'
import type { Fault, Faults, Refusal } from '../errors/errors.ts'
import type { Translation } from '../messages/texts.ts'
import { englishMessage, failureText, fieldText, translated } from '../messages/translate.ts'

/** The success envelope (contract: Every request). */
export interface Envelope<T> {
  status_code: 200
  errors: Record<string, never>
  data: T
}

/** Wraps the data of a successful request. */
export function ok<T>(data: T): Envelope<T> {
  return { status_code: 200, errors: {}, data }
}

/** The success envelope of data that is JSON already. */
export function okJson(data: string): string {
  return `{"status_code":200,"errors":{},"data":${data}}`
}

type Texts = Record<string, string | string[]>

/** The failure envelope (contract: Every request). */
export interface FailureEnvelope {
  status_code: number
  errors: Texts
  data: Record<string, never>
  error_type: string
  error_codes: Texts
  /** If the reader's language is not English, or if it says more in English than the published text. */
  error_messages?: Texts
  /** With `second_factor_required` and `second_factor_enrollment_required`. */
  second_factor_ticket?: string
  /** Where people set up a second factor, with `second_factor_enrollment_required`. */
  enrollment_url?: string
  /** With `insufficient_scope`. */
  required_scope?: string
}

/**
 * Converts a refusal to the envelope, in the reader's language in addition to the published English; with
 * `null`, only in English.
 */
export function failureEnvelope(refusal: Refusal, translation: Translation | null): FailureEnvelope {
  const { status, type } = failures[refusal.key]
  const { texts, codes, messages } = describe(refusal, translation)
  return {
    status_code: status,
    errors: texts,
    data: {},
    error_type: type,
    error_codes: codes,
    ...(messages && { error_messages: messages }),
    ...refusal.members,
  }
}

/** Converts a refusal to RFC 9457 problem details; `errors` and `error_codes` are extension members. */
export function problemDetails(
  refusal: Refusal,
  translation: Translation | null,
  instance: string,
): Record<string, unknown> {
  const { status, type, code } = failures[refusal.key]
  const { texts, codes, messages } = describe(refusal, translation)
  return {
    type: `urn:user-profile:${code}`,
    title: type,
    status,
    detail: failureText(refusal.key, refusal.params),
    instance: `urn:request:${instance}`,
    errors: texts,
    error_codes: codes,
    ...(messages && { error_messages: messages }),
    ...refusal.members,
  }
}

function describe(refusal: Refusal, translation: Translation | null) {
  if (refusal.faults) return describeFaults(refusal.faults, translation)
  return {
    texts: { detail: failureText(refusal.key, refusal.params) },
    codes: { detail: failures[refusal.key].code },
    messages: translation && { detail: translated(translation, refusal.key, refusal.params) },
  }
}

function describeFaults(faults: Faults, translation: Translation | null) {
  const ofEach = (say: (fault: Fault) => string): Texts =>
    Object.fromEntries(Object.entries(faults).map(([name, list]) => [name, list.map(say)]))
  return {
    texts: ofEach(({ key, params }) => fieldText(key, params)),
    codes: ofEach(({ key }) => fieldMessages[key].code),
    messages: translation
      ? ofEach(({ key, params }) => translated(translation, key, params))
      : saysMore(faults) &&
        ofEach(({ key, params }) => englishMessage(key, params) ?? fieldText(key, params)),
  }
}

const saysMore = (faults: Faults): boolean =>
  Object.values(faults).some((list) => list.some(({ key, params }) => englishMessage(key, params) !== null))
