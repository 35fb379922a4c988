import { useText } from '../i18n/language.tsx'
import { useCountdown } from './countdown.ts'

/** How long after one code the next can be requested, in milliseconds. */
const PAUSE = 30_000

/** Requests another code, `PAUSE` after the last one (an instant in milliseconds) or when the service allows it. */
export function Resend({
  sentAt,
  notBefore = 0,
  onResend,
}: {
  sentAt: number
  notBefore?: number
  onResend: () => void
}) {
  const t = useText()
  const left = useCountdown(Math.max(sentAt + PAUSE, notBefore))
  return (
    <button
      type="button"
      className="link"
      aria-disabled={left > 0}
      onClick={() => {
        if (left === 0) onResend()
      }}
    >
      {left > 0 ? t('code.resend_in', { count: left }) : t('code.resend')}
    </button>
  )
}
