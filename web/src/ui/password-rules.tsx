import { useEffect, useId, useState } from 'react'
import { isLongEnough, PASSWORD_MIN } from '../../../common/password-rules.ts'
import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import type { Translate } from '../i18n/translate.ts'
import type { Estimate, Level, Weakness } from '../password/estimate.ts'
import { CheckIcon, DotIcon } from './icons.tsx'

/** Milliseconds after which somebody has stopped typing. */
const PAUSE = 300

/**
 * What a new password must be, with a mark at what it already is, and how hard it is to guess, in words and as a meter.
 * `own` are words of the person. The service decides.
 */
export function PasswordRules({ password, own = [] }: { password: string; own?: readonly string[] }) {
  const t = useText()
  const { config } = useApp()
  const words = [...own, config.service_name].filter((word) => word !== '')
  const estimate = useEstimate(password, words)
  const is = (...weak: Weakness[]) =>
    estimate !== null && !(estimate.weakness !== null && weak.includes(estimate.weakness))
  const rules = [
    {
      text: t('password.rule_length', { min: PASSWORD_MIN }),
      isMet: isLongEnough(password),
    },
    { text: t('password.rule_row'), isMet: is('repeat', 'row') },
    { text: t('password.rule_own'), isMet: is('common', 'own') },
  ]
  return (
    <>
      <ul className="rules">
        {rules.map(({ text, isMet }) => (
          <li key={text} data-met={isMet ? '' : undefined}>
            {isMet ? <CheckIcon /> : <DotIcon />}
            {text}
          </li>
        ))}
      </ul>
      <Strength estimate={estimate} />
    </>
  )
}

/** The estimate of the password once somebody stops typing; null before, and where its lists cannot be loaded. */
function useEstimate(password: string, own: readonly string[]): Estimate | null {
  const [found, setFound] = useState<{ password: string; estimate: Estimate } | null>(null)
  const key = own.join('\n')
  useEffect(() => {
    if (password === '') return
    let isLeft = false
    const timer = setTimeout(async () => {
      const lists = await import('../password/estimate.ts').catch(() => null)
      if (lists && !isLeft) setFound({ password, estimate: lists.estimate(password, key.split('\n')) })
    }, PAUSE)
    return () => {
      isLeft = true
      clearTimeout(timer)
    }
  }, [password, key])
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
