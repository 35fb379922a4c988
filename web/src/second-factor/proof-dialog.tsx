import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import ProofPrompt from './proof-prompt.tsx'

/** Asks who is signed in to prove it, and lets the call that waits for it go on. */
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
