import './second-factor.css'
import type { Enrollment } from '../api/types.ts'
import { useText } from '../i18n/language.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { QrCode } from './qr-code.tsx'

interface Props {
  enrollment: Enrollment
  code: string
  onChange: (code: string) => void
  /** The problem with the code. */
  problem?: string | undefined
}

/**
 * The seed for an authenticator app, to scan, to open on this device, or to type, and an input for the app's first
 * code.
 */
export function Seed({ enrollment, code, onChange, problem }: Props) {
  const t = useText()
  const { secret, otpauth_uri } = enrollment
  return (
    <>
      <p>{t('factor.scan')}</p>
      <QrCode text={otpauth_uri} label={t('factor.qr')} />
      <p>
        <a className="link" href={otpauth_uri}>
          {t('factor.open_app')}
        </a>
      </p>
      <div>
        <p className="label">{t('factor.secret')}</p>
        <code className="secret" dir="ltr" translate="no">
          {secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </code>
      </div>
      <CodeField
        label={t('factor.code')}
        name="second-factor-code"
        value={code}
        onChange={onChange}
        problem={problem}
      />
    </>
  )
}
