import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { Loaded } from './profile-calls.ts'
import { dropDraft, keepDraft } from './profile-draft.ts'
import { hasChanges, type ProfileValues } from './profile-values.ts'

interface State {
  loaded: Loaded
  values: ProfileValues
}

export type Edited = ReturnType<typeof useEdited>

/** The profile as the service has it, and the values being typed. */
export function useEdited() {
  const [state, setState] = useState<State | null>(null)
  // A save that has waited for its response continues from here, not from what it was started with.
  const latest = useRef<State | null>(null)
  const isDirty = state !== null && hasChanges(state.loaded.base, state.values)

  // Before it is painted: whoever sees what they typed may leave at once.
  useLayoutEffect(() => {
    if (state === null) return
    if (isDirty) keepDraft(state.loaded, state.values)
    else dropDraft()
  }, [state, isDirty])

  /** Shows a profile, with values of which some may still need to be saved. */
  const show = useCallback((loaded: Loaded, values: ProfileValues = loaded.base) => {
    latest.current = { loaded, values }
    setState(latest.current)
  }, [])
  return { loaded: state?.loaded ?? null, values: state?.values ?? null, latest, isDirty, show }
}
