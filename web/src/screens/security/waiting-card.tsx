import { useCallback, useEffect, useState } from 'react'
import type { WaitingPassword } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import ProofPrompt from '../../second-factor/proof-prompt.tsx'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'

/** Tells of a new password that waits before it takes effect, and stops it. Nothing shows where none waits. */
export function WaitingCard({ version, onChanged }: { version: string; onChanged: () => void }) {
  const t = useText()
  const { api } = useApp()
  const instants = useInstants()
  const [waiting, setWaiting] = useState<WaitingPassword | null>(null)
  const [isOpen, setOpen] = useState(false)
  const look = useCallback(async () => {
    setWaiting((await api.call('GET', 'user/password/reset/')).data.waiting)
  }, [api])
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again with each version
  useEffect(() => {
    look().catch(() => undefined)
  }, [look, version])
  if (waiting === null) return null
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
            setWaiting(null)
            announce(t('waiting.stopped'))
            onChanged()
          }}
        >
          <p>{text}</p>
        </ProofPrompt>
      ) : null}
    </Card>
  )
}
