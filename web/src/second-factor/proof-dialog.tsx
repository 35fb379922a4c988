import { useState } from 'react'
import type { PageProvider } from '../../../common/page-config.ts'
import { asFailure, type Failure } from '../api/failure.ts'
import { useApp } from '../app-context.ts'
import { useMoreTexts, useText } from '../i18n/language.tsx'
import { leaveFor } from '../session/provider.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { failureText } from '../ui/failure-text.ts'
import { useForm } from '../ui/form.ts'
import { Notice } from '../ui/notice.tsx'
import ProofPrompt from './proof-prompt.tsx'

/** Asks the signed-in person for a proof, and then continues the waiting call. */
export default function ProofDialog() {
  const t = useText()
  const { config, proof, session } = useApp()
  const provider = config.providers.find(({ id }) => id === session.provider())
  const [isAtProvider, setAtProvider] = useState(provider !== undefined)
  if (provider && isAtProvider)
    return <ProviderProof provider={provider} onOther={() => setAtProvider(false)} />
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

/** Asks for a fresh sign-in where the session began. The person returns to this screen, and does again what they wanted. */
function ProviderProof({ provider, onOther }: { provider: PageProvider; onOther: () => void }) {
  useMoreTexts()
  const t = useText()
  const { config, proof, session } = useApp()
  const [failure, setFailure] = useState<Failure | null>(null)
  const leave = useForm(() =>
    leaveFor(session, provider.id, true).catch((error) => setFailure(asFailure(error))),
  )
  const names = { provider: provider.name }
  return (
    <Dialog title={t('proof.title')} onClose={() => proof.answer(false)}>
      <div className="stack">
        <p>{t('provider.proof_text', names)}</p>
        {failure ? <Notice look="danger">{failureText(t, failure)}</Notice> : null}
        <Button isWide name="proof-provider" isBusy={leave.isBusy} onClick={() => void leave.submit()}>
          {t('provider.sign_in', names)}
        </Button>
        <div className="row row-end">
          {config.password ? (
            <Button look="secondary" name="proof-other" onClick={onOther}>
              {t('proof.use_password')}
            </Button>
          ) : null}
          <Button look="secondary" onClick={() => proof.answer(false)}>
            {t('action.cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
