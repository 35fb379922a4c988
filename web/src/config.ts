import type { PageAttribute, PageConfig } from '../../common/page-config.ts'
import { pageUrl } from './base.ts'

export type { PageAttribute, PageConfig }

/** Returns the configuration, which the service puts into the document; the development server does not. */
export async function loadConfig(): Promise<PageConfig> {
  const given = JSON.parse(document.getElementById('page-config')?.textContent || 'null') as PageConfig | null
  if (given) return given
  const answer = await fetch(new URL('page-config.json', pageUrl), { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`page-config.json returned ${answer.status}`)
  return answer.json() as Promise<PageConfig>
}

/** Returns whether the page shows a field of `PAGE_FIELDS`. */
export const isShown = (config: PageConfig, field: string): boolean => config.fields[field] !== false
