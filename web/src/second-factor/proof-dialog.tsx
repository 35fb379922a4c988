import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import ProofPrompt from './proof-prompt.tsx'

/** Asks the signed-in person for a proof, and then continues the waiting call. */
export default function ProofDialog() {
  const t = useText()
  const { proof } = useApp()
  return (
    <ProofPrompt
      title={t('proof.title')}
      confirm={t('proof.confirm')}
      path="user/proof/"
      onDone={() => proof.answer(true)}
      onClose={() => proof.answer(false)}
    >
      <p>{t('proof.text')}</p>
    </ProofPrompt>
  )
}
