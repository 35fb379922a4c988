import { type ReactNode, useId } from 'react'

/** A part of a screen with its heading. */
export function Card({
  title,
  text,
  action,
  children,
}: {
  title: string
  text?: ReactNode
  /** A button beside the heading. */
  action?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {text ? <p>{text}</p> : null}
        {action}
      </div>
      {children}
    </section>
  )
}
