import { type FormEvent, useLayoutEffect, useRef, useState } from 'react'
import { asFailure, type Failure } from '../api/failure.ts'

/**
 * State of a form: sends it once at a time and stores the failure, which is then in view. If fields are wrong, the first
 * of them gets the focus, so that its problem is read out; a wrong code is selected, so that typing replaces it.
 */
export function useForm(send: () => Promise<void>) {
  const ref = useRef<HTMLFormElement>(null)
  const sending = useRef(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  // With the problem, so that a key pressed as soon as it is shown already replaces the code.
  useLayoutEffect(() => {
    if (failure !== null && ref.current) showProblem(ref.current)
  }, [failure])
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    // The last digit of a code and Enter may both send the form before it is rendered as busy.
    if (sending.current) return
    sending.current = true
    setBusy(true)
    setFailure(null)
    try {
      await send()
    } catch (error) {
      setFailure(asFailure(error))
    } finally {
      sending.current = false
      setBusy(false)
    }
  }
  return { ref, isBusy, failure, setFailure, submit }
}

/** Focuses the first wrong field, or scrolls to the message if there is none. */
function showProblem(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLElement>('[aria-invalid="true"]')
  if (field === null) {
    const message = (form.closest('dialog, .card') ?? form).querySelector('[role=alert]')
    message?.scrollIntoView({ block: 'nearest' })
    return
  }
  field.focus()
  if (field instanceof HTMLInputElement && field.closest('.code')) field.select()
}
