import { z } from 'zod'
import { FilePart, parseFields } from '../basics/fields.ts'
import { type FailureKey, failures } from '../errors/error-catalogue.ts'
import { type Fault, invalid, type Params, Refusal } from '../errors/errors.ts'
import { failureEnvelope } from '../protocol/envelope.ts'
import type { Answers } from '../protocol/responses.ts'

/** A named example of a failure (OpenAPI 3.1, 4.8.19). */
export interface FailureExample {
  name: string
  summary: string
  value: unknown
}

/** Values for the placeholders of the catalogue in examples. */
const sample: Params = {
  type: 'list',
  reason: 'Expecting value: line 1 column 1 (char 0)',
  limit: 1_000_000,
  mediaType: 'text/plain',
  seconds: 42,
  hh: '07',
  m: 5,
  ss: '09',
  method: 'PUT',
  value: 'xx',
  max: 255,
  min: 8,
  megabytes: 50,
  megapixels: 65,
  width: 4000,
  height: 3000,
  attribute: 'username',
  scope: 'users:read',
  provider: 'Acme Login',
}

/** Values of names whose meaning depends on the failure. */
const sampleOf: Partial<Record<FailureKey, Params>> = {
  foreign_token_refused: { reason: 'aud is none of the audiences in ISSUERS' },
  parse_multipart: { reason: 'Unexpected end of form' },
  too_many_parts: { limit: 1000 },
}

/**
 * Returns examples of everything that a route can refuse, by status, in the form in which they are returned.
 */
export function failureExamples(
  answers: Answers,
  body: unknown,
  also: readonly FailureKey[],
): Map<number, FailureExample[]> {
  const byStatus = new Map<number, FailureExample[]>()
  const add = (refusal: Refusal, name: string, summary: string) => {
    const { status } = failures[refusal.key]
    const list = byStatus.get(status) ?? []
    list.push({ name, summary, value: failureEnvelope(refusal, null) })
    byStatus.set(status, list)
  }
  for (const { field, fault } of faultsOf(answers, body)) {
    const refusal = refusalOf(field, fault)
    const [text] = failureEnvelope(refusal, null).errors[field] ?? []
    add(refusal, `${field}_${fault.key}`, `${field}: ${text}`)
  }
  for (const key of new Set([...answers.failures, ...also])) {
    if (key === 'validation') continue
    const refusal = new Refusal(key, { params: { ...sample, ...sampleOf[key] } })
    add(refusal, key, refusal.message)
  }
  return byStatus
}

/** A file over the limit is refused before the rest is read, as a request that is too large. */
function refusalOf(field: string, fault: Fault): Refusal {
  const faults = { [field]: [fault] }
  return fault.key === 'file_too_large' ? new Refusal('payload_too_large', { faults }) : invalid(faults)
}

function faultsOf(answers: Answers, body: unknown): { field: string; fault: Fault }[] {
  const found = new Map<string, { field: string; fault: Fault }>()
  const add = (field: string, fault: Fault) => {
    const name = `${field}_${fault.key}`
    if (!found.has(name)) found.set(name, { field, fault })
  }
  // Declared faults first: their texts use the sample values rather than a probe's odd value.
  for (const [field, keys] of Object.entries(answers.faults)) {
    for (const key of keys) add(field, { key, params: sample })
  }
  if (body instanceof z.ZodObject) {
    for (const [field, fault] of probe(body)) add(field, fault)
  }
  const fields = [...found.values()].map(({ field }) => field)
  return [...found.values()].sort((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field))
}

/** Invalid values that reveal which faults the schema finds. */
const wrongValues: readonly unknown[] = [
  null,
  true,
  [],
  '',
  'a\0b',
  'x'.repeat(10_000),
  '-1',
  '9'.repeat(12),
  'xx',
  '12345678',
  new FilePart(null, 0),
]

function* probe(schema: z.ZodObject): Generator<[string, Fault]> {
  const names = Object.keys(schema.shape)
  const bodies = [{}, ...wrongValues.map((value) => Object.fromEntries(names.map((name) => [name, value])))]
  for (const body of bodies) {
    for (const [field, faults] of Object.entries(parseFields(schema, body).faults)) {
      for (const fault of faults) yield [field, fault]
    }
  }
}
