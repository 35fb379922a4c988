import { useMemo, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useProfileCalls } from './profile-calls.ts'
import { groupsOf, hasChanges, type ProfileValues } from './profile-values.ts'
import { type EditedRow, partOf, rowsOf } from './rows.ts'
import { useEdited } from './use-edited.ts'
import { useProfileLoad } from './use-profile-load.ts'
import { useProfileSave } from './use-profile-save.ts'

/** The profile with the values being typed, the rows in which they are typed, and saving them. */
export function useProfile() {
  const { config } = useApp()
  const groups = useMemo(() => groupsOf(config.attributes), [config])
  const rows = useMemo(() => rowsOf(config), [config])
  const [opened, setOpened] = useState<readonly string[]>([])
  const [savedRow, setSavedRow] = useState<string | null>(null)
  const calls = useProfileCalls()
  const edited = useEdited()
  const { loaded, values } = edited
  const { setFromElsewhere, ...loading } = useProfileLoad(edited, calls, groups)
  const close = ({ id }: EditedRow) => setOpened((now) => now.filter((other) => other !== id))
  const { discard, ...saving } = useProfileSave(edited, calls, groups, (row) => {
    close(row)
    setSavedRow(row.id)
  })
  const isDirtyRow = (row: EditedRow) =>
    loaded !== null && values !== null && hasChanges(partOf(row, loaded.base), partOf(row, values))
  return {
    ...edited,
    ...loading,
    ...saving,
    rows,
    /** The row that was saved last; null: none since another was opened. */
    savedRow,
    isDirtyRow,
    /** A row in which something was typed is open even after the person has left and returned. */
    isOpen: (row: EditedRow) => opened.includes(row.id) || isDirtyRow(row),
    open({ id }: EditedRow) {
      setOpened((now) => [...now, id])
      setSavedRow(null)
    },
    cancel(row: EditedRow) {
      discard([row])
      close(row)
    },
    change(part: ProfileValues) {
      const now = edited.latest.current
      if (now === null) return
      edited.show(now.loaded, { ...now.values, ...part })
      setFromElsewhere(false)
    },
  }
}
