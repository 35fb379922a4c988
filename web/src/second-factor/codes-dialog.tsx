import { useState } from 'react'
import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { failureText } from '../ui/failure-text.ts'
import { useForm } from '../ui/form.ts'
import { Notice } from '../ui/notice.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** Creates new recovery codes, which invalidate the old ones. */
export default function CodesDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const t = useText()
  const { api } = useApp()
  const [codes, setCodes] = useState<string[] | null>(null)
  const form = useForm(async () => {
    const { data } = await api.call('POST', 'user/second-factor/recovery-codes/', { body: {} })
    setCodes(data.recovery_codes)
  })
  if (codes)
    return (
      <Dialog key="codes" title={t('factor.codes_title')} isClosable={false} onClose={onDone}>
        <RecoveryCodes codes={codes} onKept={onDone} />
      </Dialog>
    )
  return (
    <Dialog title={t('factor.new_codes')} onClose={onClose}>
      <form className="stack" ref={form.ref} onSubmit={form.submit}>
        <p>{t('factor.new_codes_text')}</p>
        {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
        <div className="row row-end">
          <Button look="secondary" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" data-first isBusy={form.isBusy}>
            {t('factor.new_codes')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
