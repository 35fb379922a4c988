import { useText } from '../../i18n/language.tsx'

/** The place of sessions, activity, password, export and deletion. */
export default function Security() {
  const t = useText()
  return (
    <div className="screen">
      <h1>{t('nav.security')}</h1>
    </div>
  )
}
