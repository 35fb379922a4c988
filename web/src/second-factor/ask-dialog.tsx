import { useText } from '../i18n/language.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { failureText } from '../ui/failure-text.ts'
import { useForm } from '../ui/form.ts'
import { Notice } from '../ui/notice.tsx'

/** Asks for confirmation before something is removed. */
export function AskDialog(props: {
  title: string
  text: string
  label: string
  onConfirm: () => Promise<void>
  onClose: () => void
}) {
  const t = useText()
  const form = useForm(props.onConfirm)
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form className="stack" ref={form.ref} onSubmit={form.submit}>
        <p>{props.text}</p>
        {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
        <div className="row row-end">
          <Button look="secondary" data-first onClick={props.onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" look="danger" isBusy={form.isBusy}>
            {props.label}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
