import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../api/failure.ts'
import type { Enrollment } from '../api/types.ts'
import { useApp } from '../app-context.ts'
import { useMoreTexts, useText } from '../i18n/language.tsx'
import { Button } from '../ui/button.tsx'
import { failureText, fieldProblem } from '../ui/failure-text.ts'
import { useForm } from '../ui/form.ts'
import { Notice } from '../ui/notice.tsx'
import { CodeEntry } from './code-entry.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Seed } from './seed.tsx'

interface Props {
  ticket: string
  /** Back to the password, with what went wrong. */
  onBack: (failure: Failure | null) => void
}

/** What follows the right password: a code, or the setting up of a second factor where there is none. */
export default function SecondStep({ isEnrollment, ...props }: Props & { isEnrollment: boolean }) {
  useMoreTexts()
  return isEnrollment ? <EnrollStep {...props} /> : <VerifyStep {...props} />
}

/** The ticket is over: the password is asked for again. */
const isOver = (failure: Failure | null): failure is Failure =>
  failure?.problems.second_factor_ticket !== undefined

function useWayBack(failure: Failure | null, onBack: Props['onBack']): void {
  useEffect(() => {
    if (isOver(failure)) onBack(failure)
  }, [failure, onBack])
}

function Title({ children }: { children: string }) {
  const ref = useRef<HTMLHeadingElement>(null)
  // What was there before has gone with its focus.
  useEffect(() => ref.current?.focus(), [])
  return (
    <h1 ref={ref} tabIndex={-1}>
      {children}
    </h1>
  )
}

function VerifyStep({ ticket, onBack }: Props) {
  const t = useText()
  const { config, session } = useApp()
  const [code, setCode] = useState('')
  const form = useForm(async () => void (await session.complete(ticket, code)))
  const { failure } = form
  useWayBack(failure, onBack)
  return (
    <div className="card">
      <Title>{t('step.title')}</Title>
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
  const begin = useForm(async () => {
    const { data } = await api.call('POST', 'user/login/second-factor/enroll/', {
      isOpen: true,
      body: { second_factor_ticket: ticket },
    })
    setEnrollment(data)
  })
  const form = useForm(async () => setDone(await session.complete(ticket, code)))
  const failure = form.failure ?? begin.failure
  useWayBack(failure, onBack)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void begin.submit()
  })
  if (done)
    return (
      <div className="card">
        <Title>{t('factor.codes_title')}</Title>
        <RecoveryCodes codes={done.codes} onKept={done.open} />
      </div>
    )
  return (
    <div className="card">
      <Title>{t('step.enroll_title')}</Title>
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
