import * as store from './attribute.store.ts'
import type { AttributeDependencies } from './attribute-dependencies.service.ts'
import { type AttributeSet, storedValues } from './attribute-set.ts'

/** People read at a time. */
const PAGE = 500

/** Values that do not fit their declaration, or have none. */
export interface Misfit {
  name: string
  isDeclared: boolean
  count: number
  /** Id of a person who has such a value. */
  example: string
}

/** Compares the values of all people with the declarations. */
export function createAttributeExamination(
  { db }: Pick<AttributeDependencies, 'db'>,
  load: () => Promise<AttributeSet>,
) {
  return {
    /** Returns how many attributes are declared, how many people have values, and which values do not fit. */
    async examine(): Promise<{ declared: number; people: number; misfits: Misfit[] }> {
      const { attributes } = await load()
      const byName = new Map(attributes.map((one) => [one.declaration.name, one]))
      const misfits = new Map<string, Misfit>()
      let people = 0
      let after = ''
      for (;;) {
        const page = await store.listValues(db.read, after, PAGE)
        for (const { id, attributes: json } of page) {
          people += 1
          for (const [name, value] of Object.entries(storedValues(json))) {
            const one = byName.get(name)
            if (one?.check(value) === null) continue
            const known = misfits.get(name)
            const count = (known?.count ?? 0) + 1
            misfits.set(name, { name, isDeclared: one !== undefined, count, example: known?.example ?? id })
          }
        }
        const last = page.at(-1)
        if (!last || page.length < PAGE) break
        after = last.id
      }
      return { declared: attributes.length, people, misfits: [...misfits.values()] }
    },
  }
}
