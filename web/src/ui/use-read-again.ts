import { useEffect } from 'react'
import { onReconnect } from '../connection.ts'

/** Calls `read` at once, again with each `version`, and when the connection is back. It must be the same function each time. */
export function useReadAgain(read: () => Promise<void>, version = ''): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version is read again
  useEffect(() => void read(), [read, version])
  useEffect(() => onReconnect(() => void read()), [read])
}
