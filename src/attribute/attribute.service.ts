import { every, inBackground } from '../basics/foreign-events.ts'
import type { Transaction } from '../ports/database.ts'
import * as store from './attribute.store.ts'
import type { Viewer } from './attribute.ts'
import { createDeclaring } from './attribute-declaring.service.ts'
import type { AttributeDependencies } from './attribute-dependencies.service.ts'
import { createAttributeFill } from './attribute-fill.service.ts'
import { createForms } from './attribute-form.ts'
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

export type AttributeService = ReturnType<typeof createAttributeService>

/**
 * The declared attributes. The set in force is held in memory and read again if its version has grown, so that a service
 * without declarations has no further statement in any request.
 */
export function createAttributeService(deps: AttributeDependencies) {
  const { db, offered, log } = deps
  const compile = createForms(offered)
  let set: AttributeSet = NO_ATTRIBUTES
  let filling = 0
  let views = new Map<string, AttributeView | null>()
  let stopTimer = () => {}
  let loading: Promise<AttributeSet> | null = null

  const loadOnce = async (): Promise<AttributeSet> => {
    const state = await store.findState(db.read)
    if (state.version === set.version && state.filling === filling) return set
    // A later version may come along with these rows; then the next look reads them again.
    set = compiledSet(state.version, await store.listDeclared(db.read), { compile, offered })
    filling = state.filling
    views = new Map()
    return set
  }
  /** Reads the declarations again if they have changed. Returns the set in force. */
  const load = (): Promise<AttributeSet> => {
    loading ??= loadOnce().finally(() => {
      loading = null
    })
    return loading
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

    /** Whether the transaction sees declarations that are newer than the version. */
    isOutdated: async (tx: Transaction, version: number): Promise<boolean> =>
      (await store.findState(tx)).version > version,

    /** Writes the keys for a search by the changed values, in the transaction of the change. */
    async index(tx: Transaction, userId: string, changes: AttributeChanges): Promise<void> {
      const { names, keys } = keysOf(set, changes)
      if (names.length > 0) await store.replaceKeys(tx, userId, names, keys)
    },

    /** Whether a change writes keys. */
    isIndexed: (changes: AttributeChanges): boolean => keysOf(set, changes).names.length > 0,

    ...createDeclaring(deps, { compile, load }),
    ...createAttributeFill(deps, load),

    /** Looks every two seconds whether the declarations have changed, until `stop`. */
    start(): void {
      const onError = (error: unknown) =>
        log()?.error({ err: error }, 'declarations of attributes cannot be read')
      stopTimer = every('attributes', LOOK, () => inBackground('attributes', load().catch(onError)))
    },
    async stop(): Promise<void> {
      stopTimer()
      await loading?.catch(() => {})
    },
  }
}
