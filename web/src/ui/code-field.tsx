import { useEffect, useRef } from 'react'
import { asciiDigits } from '../../../common/digits.ts'
import { CODE_LENGTH } from '../../../common/limits.ts'
import { type FieldProps, TextField } from './field.tsx'

/**
 * A code of six digits, which phones can fill in from the message. The last digit sends the form, or goes on to the next
 * code if the form asks for two.
 */
export function CodeField(props: FieldProps) {
  const ref = useSentWhenComplete(props.value)
  return (
    <TextField
      {...props}
      ref={ref}
      onChange={(value) =>
        props.onChange(asciiDigits(value.normalize('NFKC')).replace(/\D/g, '').slice(0, CODE_LENGTH))
      }
      frameClass="code"
      inputMode="numeric"
      enterKeyHint="go"
      autoComplete="one-time-code"
      pattern="[0-9]*"
      dir="ltr"
    />
  )
}

/** Sends a code once: sending it again takes another one, or the button. */
function useSentWhenComplete(value: string) {
  const ref = useRef<HTMLInputElement>(null)
  const sent = useRef('')
  useEffect(() => {
    if (value.length < CODE_LENGTH) sent.current = ''
    if (value.length < CODE_LENGTH || value === sent.current) return
    sent.current = value
    const form = ref.current?.form
    const codes = Array.from(form?.querySelectorAll<HTMLInputElement>('.code input') ?? [])
    const open = codes.find((input) => input.value.length < CODE_LENGTH)
    if (open) open.focus()
    else form?.requestSubmit()
  }, [value])
  return ref
}

/**
 * A mailed code for a new password: eight letters and digits, sent as typed; the service accepts every way to write
 * them.
 */
export function RecoveryCodeField(props: FieldProps) {
  return (
    <TextField
      {...props}
      frameClass="code code-letters"
      enterKeyHint="next"
      autoComplete="one-time-code"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      maxLength={32}
      dir="ltr"
    />
  )
}
