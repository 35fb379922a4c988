import { useCallback, useState } from 'react'
import type { Api, ApiResponse } from '../../api/client.ts'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { useReadAgain } from '../../ui/use-read-again.ts'

/** What a call returned, and why the newest one failed. */
export interface Loaded<T> {
  data: T | null
  failure: Failure | null
  load: () => Promise<void>
}

/** The last result of each call, and the user name of the person whom it belongs to. */
const known = new Map<unknown, { owner: string | undefined; data: unknown }>()

/**
 * Returns the result of a call, read again with each `version` and when the connection is back; until then what was
 * read last, on an earlier visit too. `read` must be the same function each time.
 */
export function useLoaded<T>(read: (api: Api) => Promise<ApiResponse<T>>, version: string): Loaded<T> {
  const { api, account } = useApp()
  const ownerNow = useCallback(() => account.profile()?.UserProfile[0]?.username, [account])
  const before = known.get(read)
  const [data, setData] = useState(
    before !== undefined && before.owner === ownerNow() ? (before.data as T) : null,
  )
  const [failure, setFailure] = useState<Failure | null>(null)
  const load = useCallback(async () => {
    setFailure(null)
    try {
      const { data: fresh } = await read(api)
      known.set(read, { owner: ownerNow(), data: fresh })
      setData(fresh)
    } catch (error) {
      setFailure(asFailure(error))
    }
  }, [api, read, ownerNow])
  useReadAgain(load, version)
  // Old data say more than a failure that the notice about the connection explains.
  return { data, failure: data !== null && failure?.kind === 'offline' ? null : failure, load }
}
