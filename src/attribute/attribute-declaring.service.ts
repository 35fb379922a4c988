import { PAGE_APPLICATION } from '../application/application.ts'
import type { Actor } from '../audit/audit.ts'
import { type Transaction, UniqueViolation } from '../ports/database.ts'
import * as store from './attribute.store.ts'
import type { Declaration, DeclaredAttribute } from './attribute.ts'
import type { AttributeDependencies } from './attribute-dependencies.service.ts'
import type { Compile } from './attribute-form.ts'
import { TO_CLEAR } from './attribute-keys.ts'
import { inPageOrder } from './attribute-set.ts'
import { type ReadDeclaration, readDeclaration } from './declaration.ts'
import { type DeclarationPlan, planDeclarations } from './declaration-plan.ts'

/** Times that a declaration is tried again because somebody else has declared something meanwhile. */
const TRIES = 5
/** Versions of a declaration that are shown. */
const VERSIONS_SHOWN = 100

/** What an operator asks for: attributes to declare, anew or in the place of the present ones, and names to remove. */
export interface WantedDeclarations {
  declared: readonly Declaration[]
  /** Names to remove; `others`: all that are not declared. */
  removed: readonly string[] | 'others'
  /** Only attributes that are not declared yet, or only those that are. */
  only?: 'new' | 'known'
}

/** Declaring attributes, as an operator does it. */
export function createDeclaring(
  deps: AttributeDependencies,
  { compile, load }: { compile: Compile; load: () => Promise<unknown> },
) {
  const { db, clock, audit, applications, offered, language } = deps

  const write = async (
    tx: Transaction,
    wanted: WantedDeclarations,
    actor: Actor,
  ): Promise<DeclarationPlan> => {
    const plan = planDeclarations(await store.listDeclared(tx), wanted)
    if ('fault' in plan) return plan
    let { version } = await store.findState(tx)
    for (const step of plan.steps) {
      version += 1
      // A name that was never declared has neither values nor keys.
      const isFresh = (await store.listVersions(tx, step.name, 1)).length === 0
      await store.insertVersion(tx, {
        version,
        name: step.name,
        declaration: step.declaration === null ? null : JSON.stringify(step.declaration),
        fill_after: step.isFilled && !isFresh ? TO_CLEAR : null,
        operator: actor.operator ?? null,
        created_at: clock.now(),
      })
      await audit.record(tx, step.action, actor, { fields: [step.name] })
    }
    return plan
  }

  return {
    /**
     * Reads a declaration. The owner may be the name of an application or its id.
     * Returns the faults if it is invalid.
     */
    async read(raw: unknown): Promise<ReadDeclaration> {
      const result = readDeclaration(raw, { language, offered, compile })
      if (!('declaration' in result) || result.declaration.owner === null) return result
      const owner = await applications.find(result.declaration.owner)
      if (!owner || owner.id === PAGE_APPLICATION || owner.revokedAt !== null)
        return { faults: [`owner: there is no active application "${result.declaration.owner}"`] }
      return { declaration: { ...result.declaration, owner: owner.id } }
    },

    /** Declares and removes attributes in one transaction. Returns what has changed, or the fault if nothing has. */
    async declare(wanted: WantedDeclarations, actor: Actor): Promise<DeclarationPlan> {
      for (let tries = 1; ; tries++) {
        try {
          const plan = await db.write((tx) => write(tx, wanted, actor))
          await load()
          return plan
        } catch (error) {
          if (!(error instanceof UniqueViolation) || tries === TRIES) throw error
        }
      }
    },

    /** Returns what `declare` would change. */
    plan: async (wanted: WantedDeclarations): Promise<DeclarationPlan> =>
      planDeclarations(await store.listDeclared(db.read), wanted),

    /** Returns the declarations in force, in the order of the page. */
    list: async (): Promise<DeclaredAttribute[]> => inPageOrder(await store.listDeclared(db.read)),

    /** Returns the latest versions of a declaration, newest first. */
    versions: (name: string) => store.listVersions(db.read, name, VERSIONS_SHOWN),
  }
}
