import { useRef, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { chosenLanguage } from '../../session/use-account.ts'
import type { Loaded, ProfileCalls } from './profile-calls.ts'
import {
  changesOf,
  compare,
  type Group,
  groupsIn,
  hasChanges,
  type Merge,
  merge,
  type ProfileValues,
} from './profile-values.ts'
import { type EditedRow, partOf } from './rows.ts'
import type { Edited } from './use-edited.ts'

export interface Conflict extends Merge {
  fresh: Loaded
  /** The row being saved. */
  row: EditedRow
}

/** Saves or discards the typed values, row by row. */
export function useProfileSave(
  { latest, show }: Pick<Edited, 'latest' | 'show'>,
  { read, update }: ProfileCalls,
  groups: readonly Group[],
  onSaved: (row: EditedRow) => void,
) {
  const { session } = useApp()
  const { follow } = useLanguage()
  const [busy, setBusy] = useState<readonly string[]>([])
  const [failure, setFailure] = useState<{ row: string; failure: Failure } | null>(null)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const before = useRef(Promise.resolve())

  /** Shows the saved profile. Whatever has been typed since, here or in another row, stays. */
  const settle = (row: EditedRow, fresh: Loaded, sent: ProfileValues) => {
    if (latest.current === null) return
    const { loaded, values } = latest.current
    const isSaved = ({ attributes }: Group) => attributes.every(({ name }) => sent[name] === values[name])
    const saved = groupsIn(groups, values)
      .filter(isSaved)
      .map(({ field }) => field)
    show(fresh, merge(groups, loaded.base, values, fresh.base, saved))
    onSaved(row)
  }

  const send = async (row: EditedRow): Promise<void> => {
    if (latest.current === null) return
    const { loaded, values } = latest.current
    const sent = partOf(row, values)
    const body = changesOf(loaded.base, sent)
    if (Object.keys(body).length === 0) return onSaved(row)
    try {
      const fresh = await update(loaded, body)
      if (body.languages !== undefined) void follow(chosenLanguage(fresh.profile))
      session.broadcastProfileChange()
      settle(row, fresh, sent)
    } catch (error) {
      await handle(asFailure(error), row)
    }
  }

  /** If the profile has changed meanwhile, asks the person, or continues if there is nothing to ask. */
  const handle = async (failed: Failure, row: EditedRow): Promise<void> => {
    try {
      if (failed.kind !== 'stale' || latest.current === null) throw failed
      const fresh = await read()
      const { loaded, values } = latest.current
      const found = compare(groups, loaded.base, values, fresh.base)
      if (found.conflicts.length > 0) return setConflict({ ...found, fresh, row })
      show(fresh, merge(groups, loaded.base, values, fresh.base))
      return send(row)
    } catch (error) {
      setFailure({ row: row.id, failure: asFailure(error) })
    }
  }

  /** Saves one row after the other: each starts from the profile that the one before it left. */
  const save = (row: EditedRow): Promise<void> => {
    setFailure(null)
    setBusy((now) => [...now, row.id])
    before.current = before.current
      .then(() => send(row))
      .finally(() => setBusy((now) => now.filter((id) => id !== row.id)))
    return before.current
  }

  return {
    busy,
    failure,
    conflict,
    dropConflict: () => setConflict(null),
    save,

    /** Saves after the person has chosen: fields in `yielded` keep the value from elsewhere. */
    resolve({ fresh, row }: Conflict, yielded: readonly string[]): void {
      if (latest.current === null) return
      const { loaded, values } = latest.current
      const merged = merge(groups, loaded.base, values, fresh.base, yielded)
      show(fresh, merged)
      setConflict(null)
      if (hasChanges(partOf(row, fresh.base), partOf(row, merged))) void save(row)
      else onSaved(row)
    },

    /** Discards what was typed in the rows. */
    discard(rows: readonly EditedRow[]): void {
      if (latest.current === null) return
      const { loaded, values } = latest.current
      show(loaded, Object.assign({}, values, ...rows.map((row) => partOf(row, loaded.base))))
      setFailure(null)
    },
  }
}
