import { Suspense } from 'react'
import type { ChoiceProps } from './choice.tsx'
import type { Option } from './choice-option.ts'
import { preparable } from './preparable.tsx'
import { ControlSkeleton } from './skeleton.tsx'

const Choice = preparable(() => import('./choice.tsx')).Component

/** A `Choice` whose code and options (null: not yet) may still be loading: a placeholder is shown meanwhile. */
export function LazyChoice({
  options,
  ...rest
}: Omit<ChoiceProps, 'options'> & { options: readonly Option[] | null }) {
  const waiting = <Waiting label={rest.label} />
  if (options === null) return waiting
  return (
    <Suspense fallback={waiting}>
      <Choice {...rest} options={options} />
    </Suspense>
  )
}

function Waiting({ label }: { label: string }) {
  return (
    <div className="field" aria-busy="true">
      <span className="label">{label}</span>
      <ControlSkeleton />
    </div>
  )
}
