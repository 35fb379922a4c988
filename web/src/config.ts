import type { PageAttribute, PageConfig } from '../../common/page-config.ts'
import { pageUrl } from './base.ts'

export type { PageAttribute, PageConfig }

/** Reads the configuration. @throws {Error} if it cannot be read */
export async function loadConfig(): Promise<PageConfig> {
  const answer = await fetch(new URL('page-config.json', pageUrl), { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`page-config.json answered ${answer.status}`)
  return answer.json() as Promise<PageConfig>
}

/** Whether people can see a field of `PAGE_FIELDS` here. */
export const isShown = (config: PageConfig, field: string): boolean => config.fields[field] !== false
