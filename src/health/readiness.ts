/** How a part is: `degraded` where the service goes on without it, `failed` where it cannot. */
export const partStates = ['ok', 'degraded', 'failed'] as const
export type PartState = (typeof partStates)[number]

/** A part that readiness looks at. */
export interface Part {
  /** Rejects while the part is away. */
  probe: () => Promise<void>
  /** Whether nothing can be served without it. */
  isVital: boolean
}

/** Milliseconds for which a state counts, so that many who ask cost one look. */
const MAX_AGE = 1_000
/** Milliseconds after which a part that does not answer is away. */
const PATIENCE = 2_000

export type Readiness = ReturnType<typeof createReadiness>

/**
 * Looks at the parts when asked, each at most once a second, and answers the state of each. `onChange`
 * hears of every change, with the reason where it is for the worse.
 */
export function createReadiness(
  parts: Readonly<Record<string, Part>>,
  onChange: (name: string, state: PartState, reason?: unknown) => void,
) {
  const states = new Map<string, PartState>()
  const looks = new Map<string, { at: number; state: Promise<PartState> }>()

  const look = async (name: string, { probe, isVital }: Part): Promise<PartState> => {
    const reason = await inTime(probe()).then(
      () => null,
      (error: unknown) => error ?? new Error('no reason'),
    )
    const state = reason === null ? 'ok' : isVital ? 'failed' : 'degraded'
    if (state !== (states.get(name) ?? 'ok')) onChange(name, state, reason ?? undefined)
    states.set(name, state)
    return state
  }
  return async (): Promise<Record<string, PartState>> => {
    const now = performance.now()
    const entries = Object.entries(parts).map(async ([name, part]) => {
      let recent = looks.get(name)
      if (!recent || now - recent.at >= MAX_AGE) {
        recent = { at: now, state: look(name, part) }
        looks.set(name, recent)
      }
      return [name, await recent.state] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE)
  })
  await Promise.race([work, overdue]).finally(() => clearTimeout(timer))
}
