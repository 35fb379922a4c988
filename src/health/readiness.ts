import { within } from '../ports/foreign-events.ts'

/** How a dependency is: `degraded` where the service goes on without it, `failed` where it cannot. */
export const partStates = ['ok', 'degraded', 'failed'] as const
export type PartState = (typeof partStates)[number]

/** A part that readiness looks at. */
export interface Part {
  /** Rejects while the part is unavailable. */
  probe: () => Promise<void>
  /** Whether nothing can be served without it. */
  isVital: boolean
  /** Milliseconds for which a look counts, by default a second: more for a probe that costs something. */
  every?: number
}

/** Milliseconds for which a state counts, so that many who ask cost one look. */
const MAX_AGE = 1_000
/** Milliseconds after which a part that does not answer is unavailable. */
const PATIENCE = 2_000

interface Look {
  at: number
  state: Promise<PartState>
}

export type Readiness = ReturnType<typeof createReadiness>

/**
 * Looks at the parts when asked, each at most once in its time, and returns the state of each. A probe that hangs is
 * not joined by another one. `onChange` hears of every change, with the reason if it is for the worse.
 * @param patience milliseconds after which a probe has failed
 */
export function createReadiness(
  parts: Readonly<Record<string, Part>>,
  onChange: (name: string, state: PartState, reason?: unknown) => void,
  patience = PATIENCE,
) {
  const states = new Map<string, PartState>()
  const looks = new Map<string, Look>()
  const pending = new Map<string, Promise<void>>()

  const probe = (name: string, part: Part): Promise<void> => {
    const running = pending.get(name)
    if (running) return running
    const begun = part.probe().finally(() => pending.delete(name))
    pending.set(name, begun)
    return begun
  }
  const look = async (name: string, part: Part): Promise<PartState> => {
    const overdue = () => new Error(`no answer within ${patience} ms`)
    const reason = await within(patience, probe(name, part), overdue).then(
      () => null,
      (error: unknown) => error ?? new Error('no reason'),
    )
    const state = reason === null ? 'ok' : part.isVital ? 'failed' : 'degraded'
    if (state !== (states.get(name) ?? 'ok')) onChange(name, state, reason ?? undefined)
    states.set(name, state)
    return state
  }
  return async (): Promise<Record<string, PartState>> => {
    const now = performance.now()
    const entries = Object.entries(parts).map(async ([name, part]) => {
      let recent = looks.get(name)
      if (!recent || now - recent.at >= (part.every ?? MAX_AGE)) {
        recent = { at: now, state: look(name, part) }
        looks.set(name, recent)
      }
      return [name, await recent.state] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }
}
