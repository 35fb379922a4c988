import { keyOf, type SealedSecrets } from '../basics/sealed-secrets.ts'
import { SettingError } from '../config/settings.ts'
import type { Database } from '../ports/database.ts'
import { sealedColumns } from '../tables/tables.ts'
import * as store from './secrets.store.ts'

/** Values read at a time. */
const PAGE = 200
/** Maximum number of passes over a column for values that changed meanwhile. */
const PASSES = 10

/** How the values of one column are stored. */
export interface SealedState {
  table: string
  column: string
  /** In plain text. */
  plain: number
  /** By id of a key in `ENCRYPTION_KEYS`. */
  byKey: Record<string, number>
  /** With unknown keys. */
  others: number
}

/** The stored secrets as a whole: which key encrypts them, and re-encryption with another one. */
export function createSecretsService({ db, sealed }: { db: Database; sealed: SealedSecrets }) {
  /**
   * Seals values that are not sealed with the current key, in one pass over the column. Returns how many, and
   * how many changed meanwhile.
   */
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
    /** Returns how the values of each column are stored. */
    state: (): Promise<SealedState[]> =>
      Promise.all(
        sealedColumns.map(async (column) => ({
          ...column,
          ...(await store.countByKey(db.read, column, sealed.known)),
        })),
      ),

    /**
     * Ensures that every stored secret can be read.
     * @throws {SettingError} if one requires a key that is not set
     */
    async requireKeys(): Promise<void> {
      for (const column of sealedColumns) {
        const foreign = await store.findForeign(db.read, column, sealed.known)
        if (foreign === null) continue
        throw new SettingError(
          'ENCRYPTION_KEYS',
          `lacks the key "${keyOf(foreign)}", with which secrets in ${column.table} are encrypted; add it after the current one. If it is lost, see "Encryption of stored secrets" in docs/operations.md`,
        )
      }
    },

    /**
     * Encrypts values in plain text or under former keys with the current key, while the service is running.
     * A value is replaced only if it has not changed since it was read. Returns how many.
     * @throws {SettingError} if no key is set, or a required one is missing
     */
    async reEncrypt(): Promise<number> {
      const { current } = sealed
      if (current === null)
        throw new SettingError(
          'ENCRYPTION_KEYS',
          'is not set; create a key with user-profile secrets new-key',
        )
      await this.requireKeys()
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
