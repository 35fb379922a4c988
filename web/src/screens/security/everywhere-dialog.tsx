import { useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'

/** Asks for confirmation before all other sessions end, and whether this one ends too. */
export function EverywhereDialog({ onEnded, onClose }: { onEnded: () => void; onClose: () => void }) {
  const t = useText()
  const { api, session } = useApp()
  const [isHereToo, setHereToo] = useState(false)
  const form = useForm(async () => {
    await api.call('DELETE', 'user/sessions/')
    if (isHereToo) await session.signOut()
    else onEnded()
  })
  return (
    <Dialog title={t('security.others_title')} onClose={onClose}>
      <form className="stack" ref={form.ref} onSubmit={form.submit}>
        <p>{t('security.others_text')}</p>
        <label className="check">
          <input type="checkbox" checked={isHereToo} onChange={(event) => setHereToo(event.target.checked)} />
          <span>{t('security.here_too')}</span>
        </label>
        {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
        <div className="row row-end">
          <Button look="secondary" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" data-first isBusy={form.isBusy}>
            {t('security.session_end')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
