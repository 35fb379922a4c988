import { useEffect, useState } from 'react'

/** Returns the whole seconds until the instant (milliseconds), or 0 if it has passed. */
export function useCountdown(until: number): number {
  const [now, setNow] = useState(() => Date.now())
  const [seen, setSeen] = useState(until)
  if (seen !== until) {
    setSeen(until)
    setNow(Date.now())
  }
  const left = Math.max(0, Math.ceil((until - now) / 1000))
  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => setNow(Date.now()), 1000)
    return () => clearTimeout(timer)
  }, [left])
  return left
}
