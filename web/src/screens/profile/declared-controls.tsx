import { useEffect, useId, useRef, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { announce } from '../../ui/announcer.tsx'
import { Problem, TextField } from '../../ui/field.tsx'
import { CloseIcon } from '../../ui/icons.tsx'
import { editedNumber, readNumber } from './declared-number.ts'
import type { ControlProps } from './declared-props.ts'
import { listOf } from './declared-text.ts'

/** Takes a value back. */
export function ClearButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      onClick={(event) => {
        // The button disappears.
        event.currentTarget.parentElement?.querySelector('input')?.focus()
        onClick()
      }}
    >
      <CloseIcon />
    </button>
  )
}

/** Returns the ids of what describes a field. */
const describedBy = (id: string, parts: Readonly<Record<string, unknown>>): string | undefined =>
  Object.entries(parts)
    .flatMap(([name, isThere]) => (isThere ? [`${id}-${name}`] : []))
    .join(' ') || undefined

/** Code points that are left when the counter appears. */
const NEAR = 100

/** Several lines, which grow with the text. */
export function LongText({ declaration, value, change, hint, problem }: ControlProps) {
  const t = useText()
  const id = useId()
  const { name, label, max_length: max = Number.POSITIVE_INFINITY } = declaration
  const left = max - Array.from(value).length
  const isOver = left < 0
  useEffect(() => {
    if (isOver) announce(t('attribute.too_long'))
  }, [isOver, t])
  const isCounted = left <= Math.max(NEAR, max / 10)
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <div className="control" data-invalid={problem || isOver ? '' : undefined}>
        <textarea
          id={id}
          name={name}
          rows={4}
          dir="auto"
          data-first=""
          value={value}
          onChange={(event) => change(event.target.value)}
          aria-invalid={problem || isOver ? true : undefined}
          aria-describedby={describedBy(id, { count: isCounted, problem, hint })}
        />
      </div>
      {isCounted ? (
        <p className="counter" data-over={isOver || undefined} id={`${id}-count`}>
          {isOver
            ? t('attribute.characters_over', { count: -left })
            : t('attribute.characters_left', { count: left })}
        </p>
      ) : null}
      {problem ? <Problem id={`${id}-problem`}>{problem}</Problem> : null}
      {hint ? (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
    </div>
  )
}

/** A number in the signs of the language. */
export function NumberField({ declaration, value, reader, change, hint, problem }: ControlProps) {
  const { name, label, type } = declaration
  const { code } = reader
  // The typed text; null: the number.
  const [typed, setTyped] = useState<string | null>(null)
  const sent = useRef(value)
  // A value from elsewhere replaces the typed text.
  if (sent.current !== value) {
    sent.current = value
    if (typed !== null) setTyped(null)
  }
  return (
    <TextField
      label={label}
      name={name}
      inputMode={type === 'integer' ? 'numeric' : 'decimal'}
      autoComplete="off"
      dir="ltr"
      value={typed ?? editedNumber(code, value)}
      onChange={(text) => {
        const number = readNumber(code, text)
        sent.current = number
        setTyped(text)
        change(number)
      }}
      hint={hint}
      problem={problem}
    />
  )
}

/** On or off. What was never set is off. */
export function Switch({ declaration, value, reader, change, hint, problem }: ControlProps) {
  const t = useText()
  const id = useId()
  const { name, label } = declaration
  const isOn = value === 'true'
  return (
    <div className="field">
      <div className="switch">
        <label>
          <input
            type="checkbox"
            role="switch"
            aria-checked={isOn}
            name={name}
            aria-label={label}
            checked={isOn}
            onChange={(event) => change(String(event.target.checked))}
            aria-invalid={problem ? true : undefined}
            aria-describedby={describedBy(id, { problem, hint })}
          />
          <span aria-hidden="true">{isOn ? reader.yes : reader.no}</span>
        </label>
        {value === '' ? null : (
          <ClearButton label={t('choice.clear', { field: label })} onClick={() => change('')} />
        )}
      </div>
      {problem ? <Problem id={`${id}-problem`}>{problem}</Problem> : null}
      {hint ? (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
    </div>
  )
}

/** Several options, each of which is chosen or not. */
export function CheckList({ declaration, value, change, hint, problem }: ControlProps) {
  const id = useId()
  const { name, label, options = [] } = declaration
  const chosen = listOf(value)
  // An option that was removed stays until it is taken back.
  const removed = chosen.filter((item) => !options.some((option) => option.value === item))
  const all = [...options, ...removed.map((item) => ({ value: item, label: item }))]
  const toggle = (item: string, isChosen: boolean) => {
    const kept = all
      .map((option) => option.value)
      .filter((other) => (other === item ? isChosen : chosen.includes(other)))
    change(kept.join('\n'))
  }
  return (
    <fieldset className="check-list" aria-label={label} aria-describedby={describedBy(id, { problem, hint })}>
      <div className="check-options">
        {all.map((option) => (
          <label key={option.value}>
            <input
              type="checkbox"
              name={name}
              value={option.value}
              checked={chosen.includes(option.value)}
              onChange={(event) => toggle(option.value, event.target.checked)}
              aria-invalid={problem ? true : undefined}
            />
            <bdi>{option.label}</bdi>
          </label>
        ))}
      </div>
      {problem ? <Problem id={`${id}-problem`}>{problem}</Problem> : null}
      {hint ? (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
    </fieldset>
  )
}
