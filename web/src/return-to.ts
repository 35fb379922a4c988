import { useEffect, useState } from 'react'
import { pageHeader } from '../../common/page-header.ts'
import { pageUrl } from './base.ts'

export interface ReturnLink {
  url: string
  /** The text of the link: the host. */
  name: string
}

/**
 * Returns where the person came from, according to `?return_to=`, once the service has confirmed that the address is
 * registered.
 */
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
