import { useState } from 'react'
import { Failure } from '../../api/failure.ts'
import { useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { failureText, fieldProblem } from '../../ui/failure-text.ts'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { type Mailboxes, proofOf } from './email-mailboxes.ts'

const introKeys = {
  new: 'email.address_intro',
  current: 'email.address_intro_current',
  both: 'email.address_intro_both',
} as const

/** Asks for the new address. */
export function AddressStep(props: {
  current: string
  mailboxes: Mailboxes
  first: string
  onSend: (email: string) => Promise<void>
  onClose: () => void
}) {
  const t = useText()
  const [address, setAddress] = useState(props.first)
  const form = useForm(async () => {
    const email = address.trim()
    const problem = email === '' ? 'required' : email === props.current ? 'same' : null
    if (problem !== null)
      throw new Failure('refused', 400, { email: [{ code: problem, message: t('email.same') }] })
    await props.onSend(email)
  })
  return (
    <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
      <p className="quiet">{t(introKeys[proofOf(props.mailboxes)], { current: props.current })}</p>
      {form.failure && !form.failure.problems.email ? (
        <Notice look="danger">{failureText(t, form.failure, ['email'])}</Notice>
      ) : null}
      <TextField
        label={t('email.new_label')}
        type="email"
        name="email"
        autoComplete="email"
        value={address}
        onChange={setAddress}
        problem={fieldProblem(t, form.failure, 'email')}
      />
      <div className="row row-end">
        <Button look="secondary" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" isBusy={form.isBusy}>
          {t('code.send')}
        </Button>
      </div>
    </form>
  )
}

/** Says which address gets the code that proves it. */
export function OwnStep(props: {
  address: string
  onSend: (email: string) => Promise<void>
  onClose: () => void
}) {
  const t = useText()
  const form = useForm(() => props.onSend(props.address))
  return (
    <form className="stack" ref={form.ref} onSubmit={form.submit} noValidate>
      <p>{t('email.own_intro', { address: props.address })}</p>
      {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
      <div className="row row-end">
        <Button look="secondary" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" data-first isBusy={form.isBusy}>
          {t('code.send')}
        </Button>
      </div>
    </form>
  )
}
