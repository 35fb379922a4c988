import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../api/failure.ts'
import type { Enrollment } from '../api/types.ts'
import { useApp } from '../app-context.ts'
import { useMoreTexts, useText } from '../i18n/language.tsx'
import { Button } from '../ui/button.tsx'
import { failureText, fieldProblem } from '../ui/failure-text.ts'
import { useForm } from '../ui/form.ts'
import { Notice } from '../ui/notice.tsx'
import { useStep } from '../ui/step-focus.ts'
import { CodeEntry } from './code-entry.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Seed } from './seed.tsx'

interface Props {
  ticket: string
  /** Returns to the password, with the reason. */
  onBack: (failure: Failure | null) => void
}

/** The step after the right password: a code, or the setup of a second factor if there is none. */
export default function SecondStep({ isEnrollment, ...props }: Props & { isEnrollment: boolean }) {
  useMoreTexts()
  return isEnrollment ? <EnrollStep {...props} /> : <VerifyStep {...props} />
}

/** The ticket has expired: the password is needed again. */
const isTicketExpired = (failure: Failure | null): failure is Failure =>
  failure?.problems.second_factor_ticket !== undefined

function useReturnWhenExpired(failure: Failure | null, onBack: Props['onBack']): void {
  useEffect(() => {
    if (isTicketExpired(failure)) onBack(failure)
  }, [failure, onBack])
}

function VerifyStep({ ticket, onBack }: Props) {
  const t = useText()
  const { config, session } = useApp()
  const [code, setCode] = useState('')
  const form = useForm(async () => void (await session.complete(ticket, code)))
  const { failure } = form
  useReturnWhenExpired(failure, onBack)
  return (
    <div className="card">
      <h1>{t('step.title')}</h1>
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        <p className="quiet">{t('step.text', { service: config.service_name })}</p>
        {failure ? <Notice look="danger">{failureText(t, failure, ['code'])}</Notice> : null}
        <CodeEntry value={code} onChange={setCode} failure={failure} field="code" />
        <Button type="submit" isWide isBusy={form.isBusy}>
          {t('sign_in.submit')}
        </Button>
      </form>
      <Back onBack={onBack} />
    </div>
  )
}

function EnrollStep({ ticket, onBack }: Props) {
  const t = useText()
  const { api, session } = useApp()
  const [enrollment, setEnrollment] = useState<Enrollment | null>(null)
  const [code, setCode] = useState('')
  const [done, setDone] = useState<{ codes: string[]; open: () => void } | null>(null)
  const begun = useRef(false)
  const card = useRef<HTMLDivElement>(null)
  useStep(card, enrollment ? 'seed' : 'begin')
  const begin = useForm(async () => {
    const { data } = await api.call('POST', 'user/login/second-factor/enroll/', {
      isOpen: true,
      body: { second_factor_ticket: ticket },
    })
    setEnrollment(data)
  })
  const form = useForm(async () => setDone(await session.complete(ticket, code)))
  const failure = form.failure ?? begin.failure
  useReturnWhenExpired(failure, onBack)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void begin.submit()
  })
  if (done)
    return (
      <div className="card">
        <h1>{t('factor.codes_title')}</h1>
        <RecoveryCodes codes={done.codes} onKept={done.open} />
      </div>
    )
  return (
    <div className="card" ref={card}>
      <h1>{t('step.enroll_title')}</h1>
      <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
        <p className="quiet">{t('step.enroll_text')}</p>
        {failure ? <Notice look="danger">{failureText(t, failure, ['code'])}</Notice> : null}
        {enrollment ? (
          <>
            <Seed
              enrollment={enrollment}
              code={code}
              onChange={setCode}
              problem={fieldProblem(t, form.failure, 'code')}
            />
            <Button type="submit" isWide isBusy={form.isBusy}>
              {t('factor.turn_on')}
            </Button>
          </>
        ) : null}
      </form>
      <Back onBack={onBack} />
    </div>
  )
}

function Back({ onBack }: Pick<Props, 'onBack'>) {
  const t = useText()
  return (
    <p>
      <button type="button" className="link" onClick={() => onBack(null)}>
        {t('step.back')}
      </button>
    </p>
  )
}
