import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import type { Profile } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { chosenLanguage } from '../../session/use-account.ts'
import {
  changesOf,
  compare,
  groupsOf,
  type Merge,
  merge,
  type ProfileValues,
  valuesOf,
} from './profile-values.ts'

export interface Loaded {
  profile: Profile
  etag: string | null
  /** What the service had when it was read. */
  base: ProfileValues
}

/** What somebody typed before their session ended, for when they are back. It never leaves the page's memory. */
let draft: { username: string; base: ProfileValues; values: ProfileValues } | null = null

export type SaveState = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed'

export interface Conflict extends Merge {
  fresh: Loaded
}

const usernameOf = (profile: Profile): string => profile.UserProfile[0]?.username ?? ''

/** The profile with what is being typed, and saving it. */
export function useProfile() {
  const { api, session, account, config } = useApp()
  const { attributes } = config
  const groups = useMemo(() => groupsOf(attributes), [attributes])
  const { follow } = useLanguage()
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [values, setValues] = useState<ProfileValues | null>(null)
  const [loadFailure, setLoadFailure] = useState<Failure | null>(null)
  const [saveFailure, setSaveFailure] = useState<Failure | null>(null)
  const [state, setState] = useState<SaveState>('clean')
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const [isFromElsewhere, setFromElsewhere] = useState(false)
  const isDirty = loaded !== null && values !== null && hasChanges(loaded.base, values)
  const isDirtyNow = useRef(isDirty)
  isDirtyNow.current = isDirty

  const read = useCallback(async (): Promise<Loaded> => {
    const { data, etag } = await api.call('GET', 'user/get/profile/')
    account.take(data)
    return { profile: data, etag, base: valuesOf(attributes, data) }
  }, [api, account, attributes])

  const load = useCallback(async () => {
    setLoadFailure(null)
    try {
      const fresh = await read()
      await follow(chosenLanguage(fresh.profile))
      const kept = draft?.username === usernameOf(fresh.profile) ? draft : null
      draft = null
      setLoaded(fresh)
      const now = kept ? merge(groups, kept.base, kept.values, fresh.base) : fresh.base
      setValues(now)
      if (hasChanges(fresh.base, now)) setState('dirty')
    } catch (error) {
      setLoadFailure(asFailure(error))
    }
  }, [read, follow, groups])

  useEffect(() => void load(), [load])

  // Without anything typed, what another tab saved is shown at once; else saving finds out.
  useEffect(
    () =>
      session.onProfileChange(() => {
        if (isDirtyNow.current) return
        load().then(
          () => setFromElsewhere(true),
          () => undefined,
        )
      }),
    [session, load],
  )

  useEffect(() => {
    if (loaded !== null && values !== null && isDirty)
      draft = { username: usernameOf(loaded.profile), base: loaded.base, values }
    else if (loaded !== null) draft = null
  }, [loaded, values, isDirty])

  const change = (part: ProfileValues) => {
    if (values === null || loaded === null) return
    const next = { ...values, ...part }
    setValues(next)
    setFromElsewhere(false)
    setState(hasChanges(loaded.base, next) ? 'dirty' : 'clean')
  }

  const take = (fresh: Loaded) => {
    draft = null
    setLoaded(fresh)
    setValues(fresh.base)
  }

  const save = async (from: Loaded | null = loaded, wanted: ProfileValues | null = values): Promise<void> => {
    if (from === null || wanted === null || state === 'saving') return
    const body = changesOf(from.base, wanted)
    setSaveFailure(null)
    setConflict(null)
    setState('saving')
    try {
      const { data, etag } = await api.call('PATCH', 'user/profile/', {
        body,
        headers: from.etag === null ? {} : { 'if-match': from.etag },
      })
      account.take(data)
      take({ profile: data, etag, base: valuesOf(attributes, data) })
      if (body.languages !== undefined) void follow(chosenLanguage(data))
      session.tellProfileChange()
      setState('saved')
    } catch (error) {
      await handle(asFailure(error), from, wanted)
    }
  }

  /** Where the profile changed meanwhile, asks the person, or goes on where there is nothing to ask. */
  const handle = async (failure: Failure, from: Loaded, wanted: ProfileValues): Promise<void> => {
    try {
      if (failure.kind !== 'stale') throw failure
      const fresh = await read()
      const found = compare(groups, from.base, wanted, fresh.base)
      if (found.conflicts.length > 0) {
        setState('dirty')
        return setConflict({ ...found, fresh })
      }
      setLoaded(fresh)
      const merged = merge(groups, from.base, wanted, fresh.base)
      setValues(merged)
      return save(fresh, merged)
    } catch (error) {
      setSaveFailure(asFailure(error))
      setState('failed')
    }
  }

  /** Saves after the choice of the person: of the fields in `yielded`, what was changed elsewhere stays. */
  const resolve = (chosen: Conflict, yielded: readonly string[]): Promise<void> => {
    if (loaded === null || values === null) return Promise.resolve()
    const merged = merge(groups, loaded.base, values, chosen.fresh.base, yielded)
    setLoaded(chosen.fresh)
    setValues(merged)
    if (hasChanges(chosen.fresh.base, merged)) return save(chosen.fresh, merged)
    take(chosen.fresh)
    setConflict(null)
    setState('saved')
    return Promise.resolve()
  }

  const discard = () => {
    if (loaded === null) return
    draft = null
    setValues(loaded.base)
    setSaveFailure(null)
    setState('clean')
  }

  return {
    loaded,
    values,
    loadFailure,
    saveFailure,
    state,
    isDirty,
    conflict,
    isFromElsewhere,
    change,
    save,
    resolve,
    discard,
    reload: load,
    dropConflict: () => setConflict(null),
  }
}

const hasChanges = (base: ProfileValues, values: ProfileValues): boolean =>
  Object.keys(changesOf(base, values)).length > 0
