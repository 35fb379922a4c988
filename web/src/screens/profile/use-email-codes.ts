import { useState } from 'react'
import { Failure } from '../../api/failure.ts'
import type { PendingEmail, ProfilePatch } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { recallChecksum } from '../../session/email-checksum.ts'
import { announce } from '../../ui/announcer.tsx'
import { useForm } from '../../ui/form.ts'
import { type Mailboxes, proofOf } from './email-mailboxes.ts'
import { isEmailVerified } from './profile-values.ts'

export interface CodeStepProps {
  address: string
  current: string
  isOwn: boolean
  mailboxes: Mailboxes
  pending: PendingEmail | null
  onRequest: () => Promise<void>
  onPending: (pending: PendingEmail) => void
  onCorrect: () => void
  onCancel: () => Promise<void>
  onDone: () => void
}

/** The typed codes: sends them, has new ones mailed, or cancels the change. */
export function useEmailCodes(props: CodeStepProps) {
  const { address, isOwn, mailboxes, onRequest, onPending, onCancel, onDone } = props
  const t = useText()
  const { api } = useApp()
  const [code, setCode] = useState('')
  const [currentCode, setCurrentCode] = useState('')
  const [isResent, setResent] = useState(false)
  const checksum = recallChecksum(address)

  const form = useForm(async () => {
    const body: ProfilePatch = {
      email: address,
      token_checksum_field: checksum ?? '',
      token_field: code,
      ...(proofOf(mailboxes) === 'both' ? { current_token_field: currentCode } : {}),
    }
    const { data } = await api.call('PATCH', 'user/profile/', { body })
    // An update with the stored address ignores a wrong code, as it always has.
    if (isOwn && !isEmailVerified(data))
      throw new Failure('refused', 400, { token_field: [{ code: 'token_mismatch', message: '' }] })
    onDone()
  })
  const resend = useForm(async () => {
    if (checksum === null) await onRequest()
    else {
      const { data } = await api.call('POST', 'user/email-change/resend/')
      onPending(data.pending)
    }
    setCode('')
    setCurrentCode('')
    form.setFailure(null)
    setResent(true)
    announce(t('code.resent'))
  })
  const cancel = useForm(onCancel)
  const failure = form.failure ?? resend.failure ?? cancel.failure
  /** Whether the service can still be told which request the codes belong to. */
  const isKnown = checksum !== null
  return { code, setCode, currentCode, setCurrentCode, form, resend, cancel, failure, isResent, isKnown }
}
