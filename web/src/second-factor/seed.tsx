import './second-factor.css'
import type { Enrollment } from '../api/types.ts'
import { useText } from '../i18n/language.tsx'
import { QrCode } from './qr-code.tsx'

/** The seed for an authenticator app: to scan, to open on this device, or to type. */
export function Seed({ enrollment }: { enrollment: Enrollment }) {
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
    </>
  )
}
