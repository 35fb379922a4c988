import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
} from 'react'
import { useText } from '../i18n/language.tsx'
import { Button } from './button.tsx'
import { LOADING } from './step-focus.ts'

/** Rows of one card. */
export function Rows({ children }: { children: ReactNode }) {
  return <div className="settings">{children}</div>
}

interface RowProps {
  /** Distinguishes it on the screen; its button is `edit-{name}`. */
  name: string
  label: string
  value: ReactNode
  /** A short status beside the value. */
  mark?: ReactNode
  /** The text of its button; none: nothing can be changed. */
  action?: string | undefined
  onAction?: () => void
  /** Whether `children` replace the value and the button. */
  isOpen?: boolean
  children?: ReactNode
}

/**
 * One setting: what it is, its value, and a button. It can open in place; the focus then goes into the first field,
 * and back to the button when it closes.
 */
export function Row({ name, label, value, mark, action, onAction, isOpen = false, children }: RowProps) {
  const id = useId()
  const ref = useRef<HTMLFieldSetElement>(null)
  useFocusInside(ref, isOpen)
  return (
    <fieldset
      className="setting"
      aria-labelledby={id}
      data-row={name}
      data-open={isOpen ? '' : undefined}
      ref={ref}
    >
      <h3 className="setting-label" id={id}>
        {label}
      </h3>
      {isOpen ? (
        children
      ) : (
        <>
          <div className="setting-value">
            <span>{value}</span>
            {mark}
          </div>
          {action ? (
            <Button
              look="plain"
              className="setting-action"
              id={`${id}-action`}
              name={`edit-${name}`}
              aria-labelledby={`${id}-action ${id}`}
              onClick={onAction}
            >
              {action}
            </Button>
          ) : null}
        </>
      )}
    </fieldset>
  )
}

/** Moves the focus with a row that opens or closes, unless the person has moved it elsewhere. */
function useFocusInside(ref: { current: HTMLElement | null }, isOpen: boolean): void {
  const wasOpen = useRef(isOpen)
  // Before anything else looks for the focus that the replaced content had.
  useLayoutEffect(() => {
    const row = ref.current
    if (row === null || wasOpen.current === isOpen) return
    wasOpen.current = isOpen
    const focusFirst = () => {
      if (document.activeElement !== document.body && !row.contains(document.activeElement)) return true
      // While a field is loading, the buttons below it are not the start.
      const buttons = row.querySelector(LOADING) ? '' : ', form button'
      const first = row.querySelector<HTMLElement>(
        isOpen ? `input:not([readonly]), select, [data-first]${buttons}` : '.setting-action',
      )
      first?.focus()
      if (first instanceof HTMLInputElement) first.select()
      return first !== null
    }
    const isReady = !isOpen || row.querySelector('input:not([role=combobox]), [data-first]') !== null
    if (isReady && focusFirst()) return
    // The code of its fields may still be loading. A list shows its value only if it gets the focus after its effects.
    let isWaiting = true
    const tryAgain = () =>
      setTimeout(() => {
        isWaiting &&= !focusFirst()
        if (!isWaiting) observer.disconnect()
      })
    const observer = new MutationObserver(tryAgain)
    observer.observe(row, { childList: true, subtree: true })
    tryAgain()
    return () => {
      isWaiting = false
      observer.disconnect()
    }
  }, [ref, isOpen])
}

/**
 * Keeps the whole form in view while it has the focus, so that its buttons are in view too: when the focus moves, and
 * when the form grows because the code of its fields has loaded.
 */
function useWholeInView(): { current: HTMLFormElement | null } {
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const form = ref.current
    if (form === null) return
    const show = () => {
      if (form.offsetHeight < innerHeight && form.contains(document.activeElement))
        form.scrollIntoView({ block: 'nearest' })
    }
    // After the browser has scrolled to the field.
    const showSoon = () => requestAnimationFrame(show)
    const observer = new ResizeObserver(show)
    observer.observe(form)
    form.addEventListener('focusin', showSoon)
    return () => {
      observer.disconnect()
      form.removeEventListener('focusin', showSoon)
    }
  }, [])
  return ref
}

/** The form of an open row: Enter saves, and Escape cancels once no list is open and no text is left in its field. */
export function RowForm({
  isBusy,
  onSave,
  onCancel,
  onEscape = onCancel,
  problem,
  children,
}: {
  isBusy: boolean
  onSave: () => void
  onCancel: () => void
  onEscape?: () => void
  /** Rendered above the buttons. */
  problem?: ReactNode
  children: ReactNode
}) {
  const t = useText()
  const ref = useWholeInView()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBusy) onSave()
  }
  // In the capture phase, since a field with a list takes the key even if its list is closed.
  const watch = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    if (event.currentTarget.querySelector('[aria-expanded="true"], [data-typed]')) return
    // It must not also close a dialog that this opens.
    event.preventDefault()
    event.stopPropagation()
    onEscape()
  }
  return (
    <form className="setting-form" ref={ref} onSubmit={submit} onKeyDownCapture={watch} noValidate>
      {children}
      {problem}
      <div className="row row-end">
        <Button look="secondary" onClick={onCancel} isOff={isBusy}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" isBusy={isBusy}>
          {t('profile.save')}
        </Button>
      </div>
    </form>
  )
}
