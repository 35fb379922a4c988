import { useCallback, useEffect, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'

/** What a call answers, read anew with each `version`. */
export function useLoaded<T>(path: string, version: string) {
  const { api } = useApp()
  const [data, setData] = useState<T | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const load = useCallback(async () => {
    setFailure(null)
    try {
      setData((await api.call<T>(path)).data)
    } catch (error) {
      setFailure(asFailure(error))
    }
  }, [api, path])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version is read anew
  useEffect(() => void load(), [load, version])
  return { data, failure, load }
}
