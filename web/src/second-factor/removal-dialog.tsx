import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import { AskDialog } from './ask-dialog.tsx'

/** Removes the second factor. */
export default function RemovalDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const t = useText()
  const { api } = useApp()
  return (
    <AskDialog
      title={t('factor.remove_title')}
      text={t('factor.remove_text')}
      label={t('factor.remove')}
      onClose={onClose}
      onConfirm={async () => {
        await api.call('POST', 'user/second-factor/remove/', { body: {} })
        onDone()
      }}
    />
  )
}
