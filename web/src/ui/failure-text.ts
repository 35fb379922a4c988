import type { Failure, Problem } from '../api/failure.ts'
import type { TextKey } from '../i18n/catalogue.ts'
import type { Translate } from '../i18n/translate.ts'

/** In seconds. */
const MINUTE = 60

/** Codes, or fields with codes, for which the page has better texts, because it knows what the person is doing. */
const better: Readonly<Record<string, TextKey>> = {
  token_mismatch: 'code.wrong',
  required: 'error.required',
  blank: 'error.required',
  authentication_failed: 'sign_in.wrong',
  no_active_account: 'sign_in.disabled',
  password_reset_required: 'sign_in.reset_required',
  'phone_number invalid': 'phone.invalid',
  passkey_cancelled: 'passkey.cancelled',
  passkey_exists: 'passkey.exists',
}

const textOf = (t: Translate, field: string, { code, message }: Problem): string => {
  const key = better[`${field} ${code}`] ?? better[code]
  return key === undefined ? message : t(key)
}

/** Returns the service's message for one field, or undefined. */
export function fieldProblem(t: Translate, failure: Failure | null, field: string): string | undefined {
  const problems = failure?.problems[field]
  return problems?.map((problem) => textOf(t, field, problem)).join(' ')
}

/** Returns the message for the whole form. `fields` are those that show their own problems. */
export function failureText(t: Translate, failure: Failure, fields: readonly string[] = []): string {
  if (failure.kind === 'offline') return t('error.offline')
  if (failure.kind === 'unavailable' && !failure.has('provider_unavailable')) return t('error.unavailable')
  if (failure.kind === 'unloaded') return t('error.unloaded')
  if (failure.kind === 'broken') return t('error.broken')
  if (failure.kind === 'throttled') {
    if (failure.has('daily_limit_exceeded') || failure.retryAfter === undefined)
      return failure.problems.detail?.[0]?.message ?? t('error.throttled')
    return failure.retryAfter < 2 * MINUTE
      ? t('error.throttled_for', { count: failure.retryAfter })
      : t('error.throttled_minutes', { count: Math.ceil(failure.retryAfter / MINUTE) })
  }
  const rest = Object.entries(failure.problems).filter(([field]) => !fields.includes(field))
  if (rest.length === 0 && Object.keys(failure.problems).length > 0) return t('error.fields')
  const texts = rest.flatMap(([field, problems]) => problems.map((problem) => textOf(t, field, problem)))
  return texts.length > 0 ? texts.join(' ') : t('error.broken')
}
