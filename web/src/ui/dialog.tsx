import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useText } from '../i18n/language.tsx'
import { CloseIcon } from './icons.tsx'
import { opener, startOf, useStep } from './step-focus.ts'

/**
 * A modal dialog, open while it is rendered. Escape and the close button request closing.
 *
 * When it opens, and with each new `step`, the focus goes to its first field, or to the element with `data-first`: for
 * a question the button that is safe to press, since Enter presses it. Afterwards it returns to what opened the dialog.
 */
export function Dialog({
  title,
  onClose,
  isClosable = true,
  step = '',
  children,
}: {
  title: string
  onClose: () => void
  isClosable?: boolean
  /** What it shows, if that changes while it is open. */
  step?: string
  children: ReactNode
}) {
  const t = useText()
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  // Before the browser paints, so that the close button never has the focus.
  useLayoutEffect(() => {
    const dialog = ref.current
    const before = opener()
    dialog?.showModal()
    if (dialog) startOf(dialog)?.focus()
    return () => {
      dialog?.close()
      before?.focus()
    }
  }, [])
  useStep(ref, step)
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        if (isClosable) onClose()
      }}
    >
      <div className="dialog-body">
        <div className="dialog-head">
          <h2 id={id}>{title}</h2>
          {isClosable ? (
            <button type="button" className="icon-button" aria-label={t('action.close')} onClick={onClose}>
              <CloseIcon />
            </button>
          ) : null}
        </div>
        {children}
      </div>
    </dialog>
  )
}
