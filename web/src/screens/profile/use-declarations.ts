import { useCallback, useEffect, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import type { Schemas } from '../../api/operations.ts'
import { useApp } from '../../app-context.ts'
import { onReconnect } from '../../connection.ts'
import { useLanguage } from '../../i18n/language.tsx'

/** What the operator says about an attribute, in the language of the page. */
export type Declaration = Schemas['AttributeDeclaration']

/**
 * The declarations, in the order of the page; null: not yet loaded. The tag of the profile changes with them, so they are
 * read again with each.
 */
export function useDeclarations(profileTag: string | null) {
  const { api } = useApp()
  const { code } = useLanguage()
  const [declarations, setDeclarations] = useState<readonly Declaration[] | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const load = useCallback(
    async (signal?: AbortSignal) => {
      setFailure(null)
      try {
        const { data } = await api.call('GET', 'user/attributes/', {
          headers: { 'accept-language': code },
          ...(signal && { signal }),
        })
        setDeclarations(data.attributes)
      } catch (error) {
        if (!signal?.aborted) setFailure(asFailure(error))
      }
    },
    [api, code],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new tag means that there may be others.
  useEffect(() => {
    const controller = new AbortController()
    void load(controller.signal)
    return () => controller.abort()
  }, [load, profileTag])
  useEffect(() => onReconnect(() => void load()), [load])
  return { declarations, failure, load }
}
