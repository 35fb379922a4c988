import { within } from '../basics/foreign-events.ts'

/** State of a dependency: `degraded` if the service works without it, `failed` if it does not. */
export const dependencyStates = ['ok', 'degraded', 'failed'] as const
export type DependencyState = (typeof dependencyStates)[number]

/** A dependency that readiness checks. */
export interface CheckedDependency {
  /** Rejects if the dependency is unavailable. */
  probe: () => Promise<void>
  /** Whether nothing can be served without it. */
  isVital: boolean
  /** How long a result is reused, in milliseconds; a second by default, more for an expensive probe. */
  every?: number
}

/** How long a state is reused, in milliseconds, so that frequent requests cost one check. */
const MAX_AGE = 1_000
/** Milliseconds after which a dependency that does not respond counts as unavailable. */
const TIMEOUT = 2_000

interface PendingCheck {
  at: number
  state: Promise<DependencyState>
}

export type Readiness = ReturnType<typeof createReadiness>

/**
 * Checks the dependencies on request, each at most once per interval, and returns their states. If a probe
 * hangs, no second one is started. `onChange` is called for every change, with the reason if the state got
 * worse.
 * @param timeout milliseconds after which a probe counts as failed
 */
export function createReadiness(
  dependencies: Readonly<Record<string, CheckedDependency>>,
  onChange: (name: string, state: DependencyState, reason?: unknown) => void,
  timeout = TIMEOUT,
) {
  const states = new Map<string, DependencyState>()
  const checks = new Map<string, PendingCheck>()
  const pending = new Map<string, Promise<void>>()

  const probe = (name: string, dependency: CheckedDependency): Promise<void> => {
    const running = pending.get(name)
    if (running) return running
    const begun = dependency.probe().finally(() => pending.delete(name))
    pending.set(name, begun)
    return begun
  }
  const check = async (name: string, dependency: CheckedDependency): Promise<DependencyState> => {
    const overdue = () => new Error(`no response within ${timeout} ms`)
    const reason = await within(timeout, probe(name, dependency), overdue).then(
      () => null,
      (error: unknown) => error ?? new Error('no reason'),
    )
    const state = reason === null ? 'ok' : dependency.isVital ? 'failed' : 'degraded'
    if (state !== (states.get(name) ?? 'ok')) onChange(name, state, reason ?? undefined)
    states.set(name, state)
    return state
  }
  return async (): Promise<Record<string, DependencyState>> => {
    const now = performance.now()
    const entries = Object.entries(dependencies).map(async ([name, dependency]) => {
      let recent = checks.get(name)
      if (!recent || now - recent.at >= (dependency.every ?? MAX_AGE)) {
        recent = { at: now, state: check(name, dependency) }
        checks.set(name, recent)
      }
      return [name, await recent.state] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }
}
