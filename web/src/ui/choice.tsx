import {
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  use,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox, ComboBoxStateContext } from 'react-aria-components/ComboBox'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer'
import { pageUrl } from '../base.ts'
import { useLanguage } from '../i18n/language.tsx'
import { announce } from './announcer.tsx'
import { type Option, type Row, type Suggestion, UNSET } from './choice-option.ts'
import { Problem } from './field.tsx'
import { CheckIcon, ChevronIcon, CloseIcon } from './icons.tsx'
import { type ChoiceState, useChoice } from './use-choice.ts'

export interface ChoiceProps {
  label: string
  /** `id` of an option; `""`: none. */
  value: string
  options: readonly Option[]
  /** Options on top of the list. */
  suggestions?: readonly Suggestion[]
  /** The row for no choice: what then applies, or that there is none. */
  unset: string
  /** Whether the field is blank while nothing is chosen, instead of showing `unset`. */
  isBlankUnset?: boolean
  onChange: (id: string) => void
  hint?: ReactNode
  problem?: string | undefined
}

/** Height of most rows, in pixels, until they are measured. */
const ROW = 44
const none: readonly never[] = []
const stayOpen = () => undefined

/** A field with a list of options that people search by typing. What they typed is never dropped without a word. */
export default function Choice(props: ChoiceProps) {
  const { label, value, options, suggestions = none, unset, isBlankUnset = false, onChange } = props
  const { code, t } = useLanguage()
  const choice = useChoice({
    value,
    options,
    suggestions,
    unset,
    unsetText: isBlankUnset ? '' : unset,
    onChange,
    onUnmatched: () => announce(t('choice.unmatched')),
  })
  const problem = choice.isUnmatched ? t('choice.unmatched') : props.problem
  return (
    <I18nProvider locale={code}>
      <ComboBox
        className="field"
        items={choice.rows}
        value={choice.selected}
        inputValue={choice.text}
        onInputChange={choice.type}
        // Without a row, react-aria leaves the typed text to us.
        onChange={(id) => (id === null ? choice.settle() : choice.take(String(id)))}
        isInvalid={problem !== undefined}
        menuTrigger="manual"
        allowsCustomValue
        allowsEmptyCollection
      >
        <Label className="label">{label}</Label>
        <Control choice={choice} label={label} isInvalid={problem !== undefined} />
        {problem ? (
          <Text slot="errorMessage" elementType="div">
            <Problem>{problem}</Problem>
          </Text>
        ) : null}
        {props.hint ? (
          <Text slot="description" elementType="div" className="hint">
            {props.hint}
          </Text>
        ) : null}
      </ComboBox>
    </I18nProvider>
  )
}

interface ControlProps {
  choice: ChoiceState
  label: string
  isInvalid: boolean
}

function Control({ choice, label, isInvalid }: ControlProps) {
  const { t } = useLanguage()
  const control = useRef<HTMLDivElement>(null)
  const [field, setField] = useState<HTMLElement | null>(null)
  useEffect(() => setField(control.current?.parentElement ?? null), [])
  const { chosen, isTyped } = choice
  const state = use(ComboBoxStateContext)
  const { open, onKeyDown, isPassing, stay } = useKeys(choice)
  useSubmitGuard(choice, control)
  useVisibleSurroundings(control)
  return (
    <>
      <div
        className="control"
        ref={control}
        data-invalid={isInvalid ? '' : undefined}
        data-typed={isTyped ? '' : undefined}
        onKeyDownCapture={onKeyDown}
      >
        {chosen?.flag && !isTyped ? <Flag country={chosen.flag} /> : null}
        <Input
          autoComplete="off"
          spellCheck="false"
          onFocus={(event) => {
            if (event.isTrusted) stay()
            selectAll(event)
          }}
          onClick={(event) => {
            if (!isTyped) selectAll(event)
            open()
          }}
          onInput={open}
        />
        {chosen || isTyped ? <Clear choice={choice} label={label} isSkipped={isPassing} /> : null}
        <Button className="icon-button" aria-label={t('choice.open')}>
          <ChevronIcon />
        </Button>
      </div>
      <Popover
        className="choice-list"
        triggerRef={control}
        // Scrolling would close it, but a phone scrolls when its keyboard appears. Leaving the field closes it.
        isOpen={state?.isOpen ?? false}
        onOpenChange={stayOpen}
        // Beside the field, where a screen reader's next step leads, and in front of a dialog that the field is in.
        {...(field && { UNSTABLE_portalContainer: field })}
        offset={4}
        style={() => ({ '--trigger-width': `${control.current?.offsetWidth}px` }) as CSSProperties}
      >
        <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: ROW, padding: 4 }}>
          <ListBox<Row> renderEmptyState={() => <div className="choice-none">{t('choice.none')}</div>}>
            {(row) => <RowItem row={row} />}
          </ListBox>
        </Virtualizer>
      </Popover>
    </>
  )
}

/** Takes the choice back, as the row for no choice does. */
function Clear({ choice, label, isSkipped }: { choice: ChoiceState; label: string; isSkipped: boolean }) {
  const { t } = useLanguage()
  const state = use(ComboBoxStateContext)
  return (
    <button
      type="button"
      className="icon-button choice-clear"
      aria-label={t('choice.clear', { field: label })}
      tabIndex={isSkipped ? -1 : 0}
      // The focus stays in the field, so that a text in it is not judged first.
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => {
        event.currentTarget.parentElement?.querySelector('input')?.focus()
        choice.take(UNSET)
        state?.setOpen(false)
        announce(t('choice.cleared', { field: label }))
      }}
    >
      <CloseIcon />
    </button>
  )
}

function RowItem({ row }: { row: Row }) {
  return (
    <ListBoxItem
      className={`choice-item ${row.isLastOnTop ? 'choice-last-on-top' : ''}`}
      id={row.id}
      textValue={row.text}
    >
      {({ isSelected }) => (
        <>
          {row.flag ? <Flag country={row.flag} /> : null}
          <span className="choice-text">{row.text}</span>
          <span className="choice-detail">
            <bdi>{row.detail}</bdi>
          </span>
          {isSelected ? <CheckIcon /> : null}
        </>
      )}
    </ListBoxItem>
  )
}

/** Enter and Tab take the row that the list marks: the first match, or the one that the arrow keys went to. */
function useKeys(choice: ChoiceState) {
  const state = use(ComboBoxStateContext)
  const { first, isTyped, hasMoved } = choice
  // Whether Tab has just taken a row: it then goes on to the next field.
  const [isPassing, setPassing] = useState(false)
  const focused = state?.selectionManager.focusedKey ?? null
  useEffect(() => {
    if (!state?.isOpen || first === null || hasMoved.current || focused === first) return
    state.selectionManager.setFocusedKey(first)
  })
  const open = () => {
    if (!state?.isOpen) state?.open(null, 'manual')
  }
  const take = (event: KeyboardEvent) => {
    if (!isTyped || first === null) return
    // The next Enter sends the form.
    if (event.key === 'Enter') event.preventDefault()
    event.stopPropagation()
    const isThere = hasMoved.current && choice.rows.some(({ id }) => id === focused)
    choice.take(isThere ? String(focused) : first)
    setPassing(event.key === 'Tab')
    state?.setOpen(false)
  }
  const leave = (event: KeyboardEvent) => {
    if (!state?.isOpen && !isTyped) return
    // Escape leaves the list first, and what surrounds it next time.
    event.stopPropagation()
    choice.restore()
    state?.setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') return leave(event)
    if (!(event.target instanceof HTMLInputElement)) return
    if (event.key === 'Enter' || (event.key === 'Tab' && state?.isOpen)) take(event)
    else if (/^(Arrow(Up|Down)|Page(Up|Down))$/.test(event.key)) hasMoved.current = true
  }
  return { open, onKeyDown, isPassing, stay: () => setPassing(false) }
}

/** Keeps the form from being sent while a text that names no option is in the field. */
function useSubmitGuard(choice: ChoiceState, control: { readonly current: HTMLElement | null }) {
  const { isTyped, settle } = choice
  useEffect(() => {
    const input = control.current?.querySelector('input')
    const form = input?.form
    if (!isTyped || !form) return
    const refuse = (event: Event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      settle()
      input.focus()
    }
    form.addEventListener('submit', refuse, { capture: true })
    return () => form.removeEventListener('submit', refuse, { capture: true })
  }, [isTyped, settle, control])
}

/**
 * While a list is open, react-aria hides everything else from screen readers, although it can still be used. This marks
 * the page as a part of the list, so that it stays.
 */
function useVisibleSurroundings(control: { readonly current: HTMLElement | null }) {
  const isOpen = use(ComboBoxStateContext)?.isOpen
  useLayoutEffect(() => {
    const page = control.current?.closest('body > *')
    if (!isOpen || !page) return
    page.setAttribute('data-react-aria-top-layer', 'true')
    return () => page.removeAttribute('data-react-aria-top-layer')
  }, [isOpen, control])
}

/** Typed text replaces the chosen option. While the list is open, react-aria reports spurious focus events. */
function selectAll(event: FocusEvent<HTMLInputElement> | MouseEvent<HTMLInputElement>): void {
  if (event.isTrusted) event.currentTarget.select()
}

/** The flag of a country, as a picture: not every system has flag characters. */
function Flag({ country }: { country: string }) {
  return (
    <img
      className="flag"
      src={new URL(`flags/${country}.svg`, pageUrl).href}
      alt=""
      width="24"
      height="16"
      loading="lazy"
    />
  )
}
