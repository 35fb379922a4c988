import { type FormEvent, useEffect, useRef, useState } from 'react'
import { asFailure, type Failure } from '../api/failure.ts'

/**
 * One form: sends it once at a time and keeps what went wrong. Where fields are wrong, the first of them gets the
 * focus, so that its problem is read.
 */
export function useForm(send: () => Promise<void>) {
  const ref = useRef<HTMLFormElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  useEffect(() => {
    if (failure?.kind !== 'refused') return
    ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [failure])
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (isBusy) return
    setBusy(true)
    setFailure(null)
    try {
      await send()
    } catch (error) {
      setFailure(asFailure(error))
    } finally {
      setBusy(false)
    }
  }
  return { ref, isBusy, failure, setFailure, submit }
}
