import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useText } from '../i18n/language.tsx'
import { CloseIcon } from './icons.tsx'

/**
 * A modal dialog, open for as long as it is rendered. Escape and the close button ask to close it; the focus then goes
 * back to where it was. A field with `data-first` gets the focus when it opens.
 */
export function Dialog({
  title,
  onClose,
  isClosable = true,
  children,
}: {
  title: string
  onClose: () => void
  isClosable?: boolean
  children: ReactNode
}) {
  const t = useText()
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
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
