import { useState } from 'react'
import type { WaitingPassword } from '../../api/types.ts'
import { useText } from '../../i18n/language.tsx'
import ProofPrompt from '../../second-factor/proof-prompt.tsx'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'

/** Shows a new password that has not taken effect yet, with a way to stop it. */
export function WaitingCard({ waiting, onStopped }: { waiting: WaitingPassword; onStopped: () => void }) {
  const t = useText()
  const instants = useInstants()
  const [isOpen, setOpen] = useState(false)
  const text = t('waiting.text', { date: instants.moment(waiting.takes_effect_at) })
  return (
    <Card title={t('waiting.title')} text={text}>
      <div className="row">
        <Button look="danger" name="stop-password" onClick={() => setOpen(true)}>
          {t('waiting.stop')}
        </Button>
      </div>
      {isOpen ? (
        <ProofPrompt
          title={t('waiting.stop')}
          confirm={t('waiting.stop')}
          path="user/password/reset/cancel/"
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            announce(t('waiting.stopped'))
            onStopped()
          }}
        >
          <p>{text}</p>
        </ProofPrompt>
      ) : null}
    </Card>
  )
}
