import { Suspense, useState } from 'react'
import type { EmailChange } from '../../api/types.ts'
import { useMoreTexts, useText } from '../../i18n/language.tsx'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Notice } from '../../ui/notice.tsx'
import { preparable } from '../../ui/preparable.tsx'

const ProofPrompt = preparable(() => import('../../second-factor/proof-prompt.tsx')).Component

/**
 * Says that the mail to the previous address can undo the change, and lets a person who no longer controls that mailbox
 * end this.
 */
export default function UndoNotice({
  open,
  onEnded,
}: {
  open: EmailChange['can_be_undone']
  onEnded: () => void
}) {
  useMoreTexts()
  const t = useText()
  const instants = useInstants()
  const [isOpen, setOpen] = useState(false)
  // The oldest address takes precedence over later ones before the current address.
  const oldest = open.at(-1)
  if (!oldest) return null
  const address = oldest.email
  return (
    <Notice>
      <p>{t('undo.open', { date: instants.moment(oldest.until), address })}</p>
      <button type="button" className="link" onClick={() => setOpen(true)}>
        {t('undo.end')}
      </button>
      {isOpen ? (
        <Suspense>
          <ProofPrompt
            title={t('undo.end_title', { address })}
            confirm={t('undo.end')}
            path="user/email-change/undo/end/"
            onClose={() => setOpen(false)}
            onDone={() => {
              setOpen(false)
              announce(t('undo.ended'))
              onEnded()
            }}
          >
            <p>{t('undo.end_text', { address })}</p>
          </ProofPrompt>
        </Suspense>
      ) : null}
    </Notice>
  )
}
