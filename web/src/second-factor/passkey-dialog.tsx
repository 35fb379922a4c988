import { useState } from 'react'
import { PASSKEY_NAME_MAX } from '../../../common/limits.ts'
import type { Passkey } from '../api/types.ts'
import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { failureText, fieldProblem } from '../ui/failure-text.ts'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/form.ts'
import { Notice } from '../ui/notice.tsx'
import { AskDialog } from './ask-dialog.tsx'

interface Props {
  passkey: Passkey
  /** Called with the text to announce. */
  onDone: (text: string) => void
  onClose: () => void
}

/** Renames a passkey, or removes it. */
export default function PasskeyDialog({ what, ...props }: Props & { what: 'rename' | 'remove' }) {
  return what === 'rename' ? <RenameDialog {...props} /> : <RemoveDialog {...props} />
}

function RemoveDialog({ passkey, onDone, onClose }: Props) {
  const t = useText()
  const { api } = useApp()
  const { id, name } = passkey
  return (
    <AskDialog
      title={t('passkey.remove_title')}
      text={t('passkey.remove_text', { name })}
      label={t('passkey.remove')}
      onClose={onClose}
      onConfirm={async () => {
        await api.call('POST', 'user/passkeys/{id}/remove/', { params: { id }, body: {} })
        onDone(t('passkey.removed', { name }))
      }}
    />
  )
}

function RenameDialog({ passkey, onDone, onClose }: Props) {
  const t = useText()
  const { api } = useApp()
  const [name, setName] = useState(passkey.name)
  const form = useForm(async () => {
    await api.call('POST', 'user/passkeys/{id}/rename/', { params: { id: passkey.id }, body: { name } })
    onDone(t('passkey.renamed', { name }))
  })
  const { failure } = form
  return (
    <Dialog title={t('passkey.rename_title')} onClose={onClose}>
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        {failure && !failure.problems.name ? (
          <Notice look="danger">{failureText(t, failure, ['name'])}</Notice>
        ) : null}
        <TextField
          label={t('passkey.name')}
          name="passkey-name"
          dir="auto"
          autoComplete="off"
          maxLength={PASSKEY_NAME_MAX}
          value={name}
          onChange={setName}
          problem={fieldProblem(t, failure, 'name')}
        />
        <div className="row row-end">
          <Button look="secondary" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" isBusy={form.isBusy}>
            {t('passkey.rename')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
