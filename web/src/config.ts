import { pageUrl } from './base.ts'

/** What a person can see and change here; a field that is absent is shown. */
export type FieldName =
  | 'first_name'
  | 'last_name'
  | 'email'
  | 'phone'
  | 'language'
  | 'timezone'
  | 'currency'
  | 'picture'

/** What the operator set, out of `{page}page-config.json`. */
export interface PageConfig {
  service_name: string
  /** Path or address of the API without a slash at the end. */
  api_base: string
  /** Key of the application that the page is; public by nature. */
  apikey: string
  languages: { code: string; native_name: string; direction: 'ltr' | 'rtl' }[]
  default_language: string
  fields: Partial<Record<FieldName, boolean>>
  brand: { logo_url?: string; color?: string }
  links: { label: string; url: string }[]
  /** Name of the application that the page is. */
  application: string
  /** Days between the wish to have an account deleted and its deletion. */
  deletion_grace_days: number
  /** Whether an email address may stand in the place of the user name. */
  sign_in_by_email: boolean
  /** Whether passkeys can be used at this address. */
  passkeys: boolean
}

/** Reads the configuration. @throws {Error} where it cannot be read */
export async function loadConfig(): Promise<PageConfig> {
  const answer = await fetch(new URL('page-config.json', pageUrl), { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`page-config.json answered ${answer.status}`)
  return answer.json() as Promise<PageConfig>
}

export const isShown = (config: PageConfig, field: FieldName): boolean => config.fields[field] !== false
