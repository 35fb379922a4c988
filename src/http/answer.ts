import { type Faults, failures, fieldMessages, type Refusal } from '../errors.ts'
import { failureText, fieldText, translated } from '../messages/translate.ts'

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

type Texts = Record<string, string | string[]>

/** The failure envelope (contract: Every request). */
export interface FailureEnvelope {
  status_code: number
  errors: Texts
  data: Record<string, never>
  error_type: string
  error_codes: Texts
  /** Only where the reader's language is not English and has translations. */
  error_messages?: Texts
}

/** A refusal as the envelope, in the reader's language beside the published English. */
export function failureEnvelope(refusal: Refusal, language: string): FailureEnvelope {
  const { status, type } = failures[refusal.key]
  const { texts, codes, messages } = describe(refusal, language)
  return {
    status_code: status,
    errors: texts,
    data: {},
    error_type: type,
    error_codes: codes,
    ...(messages && { error_messages: messages }),
  }
}

/** A refusal as RFC 9457 problem details; `errors` and `error_codes` are extension members. */
export function problemDetails(
  refusal: Refusal,
  language: string,
  instance: string,
): Record<string, unknown> {
  const { status, type, code } = failures[refusal.key]
  const { texts, codes, messages } = describe(refusal, language)
  return {
    type: `urn:user-profile:${code}`,
    title: type,
    status,
    detail: failureText(refusal.key, refusal.params),
    instance: `urn:request:${instance}`,
    errors: texts,
    error_codes: codes,
    ...(messages && { error_messages: messages }),
  }
}

function describe(refusal: Refusal, language: string) {
  if (refusal.faults) return describeFaults(refusal.faults, language)
  const translation = translated(language, refusal.key, refusal.params)
  return {
    texts: { detail: failureText(refusal.key, refusal.params) },
    codes: { detail: failures[refusal.key].code },
    messages: translation === null ? null : { detail: translation },
  }
}

function describeFaults(faults: Faults, language: string) {
  const texts: Texts = {}
  const codes: Texts = {}
  const messages: Texts = {}
  let isTranslated = false
  for (const [name, list] of Object.entries(faults)) {
    texts[name] = list.map((fault) => fieldText(fault.key, fault.params))
    codes[name] = list.map((fault) => fieldMessages[fault.key].code)
    messages[name] = list.map((fault) => {
      const translation = translated(language, fault.key, fault.params)
      if (translation !== null) isTranslated = true
      return translation ?? fieldText(fault.key, fault.params)
    })
  }
  return { texts, codes, messages: isTranslated ? messages : null }
}
