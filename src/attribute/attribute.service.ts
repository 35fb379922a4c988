import { setTimeout as sleep } from 'node:timers/promises'
import { every, inBackground } from '../basics/foreign-events.ts'
import type { Transaction } from '../ports/database.ts'
import * as store from './attribute.store.ts'
import { OutdatedDeclarations, type Viewer } from './attribute.ts'
import { createDeclaring } from './attribute-declaring.service.ts'
import type { AttributeDependencies } from './attribute-dependencies.service.ts'
import { createAttributeExamination } from './attribute-examination.service.ts'
import { createAttributeFill } from './attribute-fill.service.ts'
import { type Compile, createForms } from './attribute-form.ts'
import { keysOf } from './attribute-keys.ts'
import {
  type AttributeChanges,
  type AttributeSet,
  type AttributeView,
  compiledSet,
  NO_ATTRIBUTES,
  viewOf,
} from './attribute-set.ts'

/** Milliseconds between looks whether the declarations have changed. */
const LOOK = 2000
/** Steps of the preparation of a search at each look, and milliseconds between two of them, so that requests have priority. */
const FILL_STEPS = 20
const FILL_PAUSE = 20
/** How often work is done again because the declarations have changed meanwhile. */
const RUNS_MAX = 5

export type AttributeService = ReturnType<typeof createAttributeService>

/**
 * The declared attributes. The set in force is held in memory and read again if its version has grown, so that a service
 * without declarations has no further statement in any request.
 */
export function createAttributeService(deps: AttributeDependencies) {
  const { db, offered, log } = deps
  // A compiler keeps what it has compiled, so each set has its own.
  const compile: Compile = (declaration) => createForms(offered)(declaration)
  let set: AttributeSet = NO_ATTRIBUTES
  let unfilled = 0
  let views = new Map<string, AttributeView | null>()
  let stopTimer = () => {}
  let isStopped = false
  let loading: Promise<AttributeSet> | null = null
  let next: Promise<AttributeSet> | null = null

  const loadOnce = async (): Promise<AttributeSet> => {
    const state = await store.findState(db.read)
    if (state.version === set.version && state.filling === unfilled) return set
    // A later version may come along with these rows; then the next look reads them again.
    set = compiledSet(state.version, await store.listDeclared(db.read), {
      compile: createForms(offered),
      offered,
    })
    unfilled = state.filling
    views = new Map()
    return set
  }
  /** Reads the declarations again if they have changed. Returns the set in force. */
  const load = (): Promise<AttributeSet> => {
    if (loading === null) {
      loading = loadOnce().finally(() => {
        loading = null
      })
      return loading
    }
    // One that runs already may have read before what the caller knows of.
    next ??= loading
      .catch(() => {})
      .then(() => {
        next = null
        return load()
      })
    return next
  }

  const filling = createAttributeFill(deps, load)

  let looking: Promise<void> | null = null
  const lookOnce = async (): Promise<void> => {
    await load()
    for (let steps = 0; steps < FILL_STEPS && unfilled > 0 && !isStopped; steps++) {
      if ((await filling.fill()) === 0) break
      await sleep(FILL_PAUSE)
    }
  }
  /** Notices changes of the declarations, and prepares some keys for a search. */
  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => {
      looking = null
    })
    return looking
  }

  return {
    load,

    /** Returns the set that was read last. */
    current: (): AttributeSet => set,

    /** Returns what the viewer can do, or null if there is nothing that they can read. */
    viewFor(viewer: Viewer): AttributeView | null {
      if (set.attributes.length === 0) return null
      const name = viewer.kind === 'application' ? `application ${viewer.applicationId}` : viewer.kind
      let view = views.get(name)
      if (view === undefined) {
        view = viewOf(set, viewer)
        views.set(name, view)
      }
      return view
    },

    /** Returns what an operator can do, by the declarations as they are now; null if there is nothing. */
    async operatorView(): Promise<AttributeView | null> {
      await load()
      return this.viewFor({ kind: 'operator' })
    },

    /**
     * Completes changes of people's values in the transaction that makes them: writes the keys for a search.
     * @param version of the declarations by which the values were judged
     * @throws {OutdatedDeclarations} if that is no longer the latest
     */
    async index(
      tx: Transaction,
      people: readonly { userId: string; changes: AttributeChanges }[],
      version: number,
    ): Promise<void> {
      const changed = people.filter(({ changes }) => Object.keys(changes).length > 0)
      if (changed.length === 0) return
      if ((await store.findState(tx)).version > version) throw new OutdatedDeclarations()
      for (const { userId, changes } of changed) {
        const { names, keys } = keysOf(set, changes)
        if (names.length > 0) await store.replaceKeys(tx, userId, names, keys)
      }
    },

    /** Runs the work, and again with the declarations in force if they have changed since it planned something. */
    async underCurrent<T>(work: () => Promise<T>): Promise<T> {
      for (let runs = 1; ; runs++) {
        try {
          return await work()
        } catch (error) {
          if (!(error instanceof OutdatedDeclarations) || runs === RUNS_MAX) throw error
          await load()
        }
      }
    },

    /** Whether a change writes keys. */
    isIndexed: (changes: AttributeChanges): boolean => keysOf(set, changes).names.length > 0,

    ...createDeclaring(deps, { compile, load }),
    ...filling,
    ...createAttributeExamination(deps, load),

    /** Looks every two seconds, until `stop`. */
    start(): void {
      const onError = (error: unknown) =>
        log()?.error({ err: error }, 'declarations of attributes cannot be read')
      stopTimer = every('attributes', LOOK, () => inBackground('attributes', look().catch(onError)))
    },
    async stop(): Promise<void> {
      isStopped = true
      stopTimer()
      await looking?.catch(() => {})
    },
  }
}
