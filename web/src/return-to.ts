import { useEffect, useState } from 'react'
import { pageHeader } from '../../common/page-header.ts'
import { pageUrl } from './base.ts'

export interface ReturnLink {
  url: string
  /** What the person is shown: the host. */
  name: string
}

/** Where the person came from, out of `?return_to=`, once the service has said that people may be sent there. */
export function useReturnLink(): ReturnLink | null {
  const [link, setLink] = useState<ReturnLink | null>(null)
  useEffect(() => {
    const wanted = new URLSearchParams(location.search).get('return_to')
    if (wanted === null) return
    const controller = new AbortController()
    check(wanted, controller.signal).then(setLink, () => undefined)
    return () => controller.abort()
  }, [])
  return link
}

async function check(wanted: string, signal: AbortSignal): Promise<ReturnLink | null> {
  const address = new URL('return-to/', pageUrl)
  address.searchParams.set('url', wanted)
  const answer = await fetch(address, { headers: { [pageHeader.name]: pageHeader.value }, signal })
  if (!answer.ok) return null
  const { url } = (await answer.json()) as { url: string }
  return /^https?:/.test(url) ? { url, name: new URL(url).host } : null
}
