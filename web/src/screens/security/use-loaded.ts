import { useCallback, useEffect, useState } from 'react'
import type { Answer, Api } from '../../api/client.ts'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'

/** What a call answers, read anew with each `version`. `read` is the same function each time. */
export function useLoaded<T>(read: (api: Api) => Promise<Answer<T>>, version: string) {
  const { api } = useApp()
  const [data, setData] = useState<T | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const load = useCallback(async () => {
    setFailure(null)
    try {
      setData((await read(api)).data)
    } catch (error) {
      setFailure(asFailure(error))
    }
  }, [api, read])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version is read anew
  useEffect(() => void load(), [load, version])
  return { data, failure, load }
}
