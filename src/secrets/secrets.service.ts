import type { Database } from '../ports/database.ts'
import { sealedColumns } from '../ports/tables.ts'
import { keyOf, type SealedSecrets } from '../sealed-secrets.ts'
import { SettingError } from '../settings.ts'
import * as store from './secrets.store.ts'

/** Values read at a time. */
const PAGE = 200
/** Times that a column is gone through for values that changed meanwhile. */
const PASSES = 10

/** How the values of one column are stored. */
export interface SealedState {
  table: string
  column: string
  /** Stored as they are. */
  plain: number
  /** By id of a key of `ENCRYPTION_KEYS`. */
  byKey: Record<string, number>
  /** With a key that is not set. */
  others: number
}

/** The stored secrets as a whole: which key they are encrypted with, and their way to another one. */
export function createSecretsService({ db, sealed }: { db: Database; sealed: SealedSecrets }) {
  /** Seals what is not sealed with the current key, once through the column. Returns how many, and how many changed meanwhile. */
  const pass = async (column: (typeof sealedColumns)[number], current: string) => {
    const done = { sealed: 0, changed: 0 }
    for (let last = ''; ; ) {
      const found = await store.listOthers(db.read, column, current, last, PAGE)
      for (const secret of found) {
        const place = { ...column, id: secret.id }
        const value = sealed.seal(sealed.open(secret.value, place), place)
        const isReplaced = await db.write((tx) => store.replaceValue(tx, column, secret, value), {
          isGuarded: true,
        })
        done[isReplaced ? 'sealed' : 'changed'] += 1
      }
      if (found.length < PAGE) return done
      last = found.at(-1)!.id
    }
  }

  return {
    /** How the values of each column are stored. */
    state: (): Promise<SealedState[]> =>
      Promise.all(
        sealedColumns.map(async (column) => ({
          ...column,
          ...(await store.countByKey(db.read, column, sealed.known)),
        })),
      ),

    /**
     * Sees that every stored secret can be read.
     * @throws {SettingError} if one needs a key that is not set
     */
    async demandKeys(): Promise<void> {
      for (const column of sealedColumns) {
        const foreign = await store.findForeign(db.read, column, sealed.known)
        if (foreign === null) continue
        throw new SettingError(
          'ENCRYPTION_KEYS',
          `lacks the key "${keyOf(foreign)}", with which secrets in ${column.table} are encrypted; add it behind the current one. If it is lost, see "Encryption of stored secrets" in docs/operations.md`,
        )
      }
    },

    /**
     * Encrypts with the current key what is stored as it is or with a former key, while the service runs. Each value is
     * replaced only if it is still the one that was read. Returns how many.
     * @throws {SettingError} if no key is set, or one that is needed
     */
    async reEncrypt(): Promise<number> {
      const { current } = sealed
      if (current === null)
        throw new SettingError('ENCRYPTION_KEYS', 'is not set; make a key with user-profile secrets new-key')
      await this.demandKeys()
      let count = 0
      for (const column of sealedColumns) {
        for (let passes = 0; passes < PASSES; passes += 1) {
          const done = await pass(column, current)
          count += done.sealed
          if (done.changed === 0) break
        }
      }
      return count
    },
  }
}
