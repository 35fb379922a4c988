import { useText } from '../i18n/language.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** Asks for confirmation before unsaved changes are left. */
export default function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const t = useText()
  return (
    <Dialog title={t('leave.title')} onClose={onStay}>
      <p>{t('leave.text')}</p>
      <div className="row row-end">
        <Button look="secondary" onClick={onLeave}>
          {t('leave.discard')}
        </Button>
        <Button data-first onClick={onStay}>
          {t('leave.stay')}
        </Button>
      </div>
    </Dialog>
  )
}
