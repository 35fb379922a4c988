import { useLanguage, useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { Notice } from '../../ui/notice.tsx'
import { Resend } from '../../ui/resend.tsx'
import { proofOf } from './email-mailboxes.ts'
import { type CodeStepProps, useEmailCodes } from './use-email-codes.ts'

type StepProps = CodeStepProps & { codes: ReturnType<typeof useEmailCodes> }

const FIELDS = ['token_field', 'current_token_field']

/** Asks for the codes; if this tab no longer has their checksum, offers to mail new ones. */
export function CodeStep(props: CodeStepProps) {
  const codes = useEmailCodes(props)
  return codes.isKnown ? <EnterStep {...props} codes={codes} /> : <LostStep {...props} codes={codes} />
}

function LostStep({ address, isOwn, codes }: StepProps) {
  const t = useText()
  const { failure, resend } = codes
  return (
    <div className="stack">
      <p>{t(isOwn ? 'email.own_code_lost' : 'email.code_lost', { address })}</p>
      {failure ? <Notice look="danger">{failureText(t, failure)}</Notice> : null}
      <div className="row row-end">
        <CancelButton isOwn={isOwn} codes={codes} />
        <Button data-first isBusy={resend.isBusy} onClick={() => void resend.submit()}>
          {t('code.resend')}
        </Button>
      </div>
    </div>
  )
}

function EnterStep({ address, current, isOwn, mailboxes, pending, onCorrect, codes }: StepProps) {
  const t = useText()
  const { failure, form, resend } = codes
  const proof = proofOf(mailboxes)
  const isShownAtFields =
    failure !== null && Object.keys(failure.problems).some((name) => FIELDS.includes(name))
  return (
    <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
      <p>
        {proof === 'both'
          ? t('email.code_intro_both')
          : t('email.code_intro', { address: proof === 'new' ? address : current })}
      </p>
      {failure && !isShownAtFields ? <Notice look="danger">{failureText(t, failure, FIELDS)}</Notice> : null}
      {codes.isResent && !failure ? <Notice>{t('code.resent')}</Notice> : null}
      <CodeFields address={address} current={current} proof={proof} pending={pending} codes={codes} />
      <div className="spread">
        <Resend
          sentAt={pending ? Date.parse(pending.sent_at) : 0}
          notBefore={resend.failure?.retryAfter ? Date.now() + resend.failure.retryAfter * 1000 : 0}
          onResend={() => void resend.submit()}
        />
        {isOwn ? null : (
          <button type="button" className="link" onClick={onCorrect}>
            {t('email.correct')}
          </button>
        )}
      </div>
      <div className="row row-end">
        <CancelButton isOwn={isOwn} codes={codes} />
        <Button type="submit" isBusy={form.isBusy}>
          {t('email.verify')}
        </Button>
      </div>
    </form>
  )
}

function CodeFields(
  props: Pick<StepProps, 'address' | 'current' | 'pending' | 'codes'> & { proof: ReturnType<typeof proofOf> },
) {
  const { address, current, proof, pending, codes } = props
  const t = useText()
  const { code: language } = useLanguage()
  const expires = pending
    ? new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(pending.expires_at))
    : null
  return (
    <>
      <CodeField
        label={proof === 'both' ? t('email.code_at', { address }) : t('code.label')}
        hint={expires ? t('email.code_expires', { time: expires }) : t('code.hint')}
        name="code"
        value={codes.code}
        onChange={codes.setCode}
        problem={fieldProblem(t, codes.form.failure, 'token_field')}
      />
      {proof === 'both' ? (
        <CodeField
          label={t('email.code_at', { address: current })}
          name="current-code"
          value={codes.currentCode}
          onChange={codes.setCurrentCode}
          problem={fieldProblem(t, codes.form.failure, 'current_token_field')}
        />
      ) : null}
    </>
  )
}

function CancelButton({ isOwn, codes: { cancel } }: Pick<StepProps, 'isOwn' | 'codes'>) {
  const t = useText()
  return (
    <Button look="secondary" isBusy={cancel.isBusy} onClick={() => void cancel.submit()}>
      {t(isOwn ? 'action.cancel' : 'email.cancel_change')}
    </Button>
  )
}
