import { useEffect, useId, useState } from 'react'
import { isLongEnough, PASSWORD_MIN } from '../../../common/password-rules.ts'
import type { Failure } from '../api/failure.ts'
import { useApp } from '../app-context.ts'
import { createChunk } from '../chunk.ts'
import { useText } from '../i18n/language.tsx'
import type { Translate } from '../i18n/translate.ts'
import type { Estimate, Level, Weakness } from '../password/estimate.ts'
import { CheckIcon, DotIcon } from './icons.tsx'

/** 213 kB, which only people who choose a password need. */
const estimates = createChunk(() => import('../password/estimate.ts'), false)

/** Milliseconds without typing after which the password is estimated. */
const PAUSE = 300

interface Props {
  password: string
  /** Words of the person. */
  own?: readonly string[]
  /** Why the service refused a password. It knows more than this page, such as breaches. */
  failure: Failure | null
}

/**
 * The rules for a new password, with a mark at those that it meets, and how hard it is to guess, in words and as a
 * meter. A rule that cannot be judged yet has no mark. The service decides.
 */
export function PasswordRules({ password, own = [], failure }: Props) {
  const t = useText()
  const { config } = useApp()
  const estimate = useEstimate(password, own, config.service_name)
  const refused = useRefused(password, failure)
  const isMet = (faults: readonly Weakness[], codes: readonly string[]) =>
    estimate !== null &&
    !estimate.faults.some((fault) => faults.includes(fault)) &&
    !codes.some((code) => refused.includes(code))
  const rules = [
    { text: t('password.rule_length', { min: PASSWORD_MIN }), isMet: isLongEnough(password) },
    { text: t('password.rule_row'), isMet: isMet(['repeat', 'row'], ['password_predictable']) },
    { text: t('password.rule_own'), isMet: isMet(['common', 'own'], OWN_CODES) },
  ]
  return (
    <>
      <ul className="rules">
        {rules.map(({ text, isMet }) => (
          <li key={text} data-met={isMet ? '' : undefined}>
            {isMet ? <CheckIcon /> : <DotIcon />}
            <span>
              {text}{' '}
              <span className="visually-hidden">{isMet ? t('password.met') : t('password.unmet')}</span>
            </span>
          </li>
        ))}
      </ul>
      <Strength estimate={estimate} />
    </>
  )
}

const OWN_CODES = ['password_too_common', 'password_too_similar', 'password_breached']

/** Returns the codes with which the service has refused this very password. */
function useRefused(password: string, failure: Failure | null): string[] {
  const [last, setLast] = useState({ failure, password })
  if (failure !== null && last.failure !== failure) setLast({ failure, password })
  return last.password === password ? (last.failure?.problems.new_password ?? []).map(({ code }) => code) : []
}

/** Returns the estimate of the password once typing stops; null before, and if the lists cannot be loaded. */
function useEstimate(password: string, person: readonly string[], service: string): Estimate | null {
  const [found, setFound] = useState<{ password: string; estimate: Estimate } | null>(null)
  const key = person.join('\n')
  useEffect(() => {
    if (password === '') return
    let isCanceled = false
    const timer = setTimeout(async () => {
      const lists = await estimates.load().catch(() => null)
      if (!lists || isCanceled) return
      setFound({ password, estimate: lists.estimate(password, { person: key.split('\n'), service }) })
    }, PAUSE)
    return () => {
      isCanceled = true
      clearTimeout(timer)
    }
  }, [password, key, service])
  return password === '' ? null : (found?.estimate ?? null)
}

function Strength({ estimate }: { estimate: Estimate | null }) {
  const t = useText()
  const id = useId()
  return (
    <div className="strength">
      <p id={id} aria-live="polite" aria-atomic="true">
        {estimate === null ? '' : levelText(t, estimate.level)}{' '}
        {estimate?.weakness ? weaknessText(t, estimate.weakness) : ''}
      </p>
      {estimate === null ? null : (
        <meter aria-labelledby={id} min={0} max={4} low={2} high={3} optimum={4} value={estimate.level} />
      )}
    </div>
  )
}

function levelText(t: Translate, level: Level): string {
  if (level === 0) return t('password.level_0')
  if (level === 1) return t('password.level_1')
  if (level === 2) return t('password.level_2')
  return level === 3 ? t('password.level_3') : t('password.level_4')
}

function weaknessText(t: Translate, weakness: Weakness): string {
  if (weakness === 'common') return t('password.weak_common')
  if (weakness === 'own') return t('password.weak_own')
  if (weakness === 'repeat') return t('password.weak_repeat')
  return weakness === 'row' ? t('password.weak_row') : t('password.weak_date')
}
