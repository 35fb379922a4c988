import { useEffect, useRef, useState } from 'react'
import type { Enrollment } from '../api/types.ts'
import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { failureText, fieldProblem } from '../ui/failure-text.ts'
import { useForm } from '../ui/form.ts'
import { Notice } from '../ui/notice.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Seed } from './seed.tsx'

/** Sets up a second factor: seed, first code, recovery codes. */
export default function SetupDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const t = useText()
  const { api } = useApp()
  const [enrollment, setEnrollment] = useState<Enrollment | null>(null)
  const [code, setCode] = useState('')
  const [codes, setCodes] = useState<string[] | null>(null)
  const begun = useRef(false)
  const begin = useForm(async () => {
    const { data } = await api.call('POST', 'user/second-factor/', { body: {} })
    setEnrollment(data)
  })
  const form = useForm(async () => {
    const { data } = await api.call('POST', 'user/second-factor/confirm/', { body: { code } })
    setCodes(data.recovery_codes)
  })
  const failure = form.failure ?? begin.failure
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void begin.submit()
  })
  if (codes)
    return (
      <Dialog key="codes" title={t('factor.codes_title')} isClosable={false} onClose={onDone}>
        <RecoveryCodes codes={codes} onKept={onDone} />
      </Dialog>
    )
  return (
    <Dialog title={t('step.enroll_title')} step={enrollment ? 'seed' : 'begin'} onClose={onClose}>
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        {failure ? <Notice look="danger">{failureText(t, failure, ['code'])}</Notice> : null}
        {enrollment ? (
          <Seed
            enrollment={enrollment}
            code={code}
            onChange={setCode}
            problem={fieldProblem(t, form.failure, 'code')}
          />
        ) : null}
        <div className="row row-end">
          <Button look="secondary" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          {enrollment ? (
            <Button type="submit" isBusy={form.isBusy}>
              {t('factor.turn_on')}
            </Button>
          ) : null}
        </div>
      </form>
    </Dialog>
  )
}
