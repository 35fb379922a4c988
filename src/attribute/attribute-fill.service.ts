import * as store from './attribute.store.ts'
import type { AttributeDependencies } from './attribute-dependencies.service.ts'
import { storedKeys, TO_CLEAR, TO_FILL } from './attribute-keys.ts'
import { storedValues } from './attribute-set.ts'

/**
 * How long after a declaration the work begins, in milliseconds. By then every transaction has ended that did not see it, and
 * may have stored a value without a key: one takes at most ten seconds.
 */
export const SETTLED = 15_000
/** Maximum number of people whose keys are added in one transaction. */
const BATCH = 200

/**
 * Removes keys that no search uses any more, and adds those of values that were stored before their attribute became
 * searchable. Changes write their own keys meanwhile: a node that does not yet know the declaration cannot change a value.
 */
export function createAttributeFill(
  { db, clock }: Pick<AttributeDependencies, 'db' | 'clock'>,
  load: () => Promise<unknown>,
) {
  const until = () => clock.now() - SETTLED
  /** Returns how many people were looked at. */
  const fill = (): Promise<number> =>
    db.write(async (tx) => {
      const filling = await store.findFilling(tx, until())
      if (!filling) return 0
      const { version, name, after, isSearchable, isOutdated } = filling
      if (isOutdated) {
        await store.setFilled(tx, version, after, null)
        return 1
      }
      if (after === TO_CLEAR) {
        const removed = await store.deleteKeys(tx, name, BATCH)
        if (removed < BATCH) await store.setFilled(tx, version, after, isSearchable ? TO_FILL : null)
        return Math.max(1, removed)
      }
      const people = await store.listValues(tx, after, BATCH)
      for (const { id, attributes } of people)
        await store.replaceKeys(tx, id, [name], storedKeys(name, storedValues(attributes)))
      const last = people.length < BATCH ? null : people.at(-1)!.id
      await store.setFilled(tx, version, after, last)
      return Math.max(1, people.length)
    })
  return {
    /** Does so for a few people. Returns how many were looked at. */
    async fill(): Promise<number> {
      const looked = (await store.findFilling(db.read, until())) ? await fill() : 0
      if (looked > 0) await load()
      return looked
    },
  }
}
