import { useText } from '../../i18n/language.tsx'

/** The place of choosing, cropping and removing the picture. */
export default function Picture() {
  const t = useText()
  return (
    <div className="screen">
      <h1>{t('nav.picture')}</h1>
    </div>
  )
}
