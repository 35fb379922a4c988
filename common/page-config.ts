import { type Attribute, attributes } from './attributes.ts'

/** What the page can show of a person: a name in `PAGE_FIELDS`. */
export type PageField = Attribute['pageField'] | 'picture'

/** All of them, in the order of the page. */
export const pageFieldNames: readonly PageField[] = [
  ...new Set(attributes.map(({ pageField }) => pageField)),
  'picture',
]

/** A link that the page shows. */
export interface PageLink {
  label: string
  url: string
}

/** How the page shows an attribute and lets it be edited. Its form knows no attribute beside those. */
export interface PageAttribute {
  /** Name in the profile and in updates. */
  name: string
  kind: Attribute['kind']
  /** The field of `PAGE_FIELDS` that it belongs to. */
  field: string
  section: string
  /** Autofill token (HTML, 4.10.18.7), or `''`. */
  autocomplete: string
  /** Whether the person may change it. */
  editable: boolean
  /** Name in `UserLocInfo`; without one it stands in `UserProfile`. */
  local_name?: string
  /** By language (BCP 47); without them the page has a text of its own, `field.…`. */
  labels?: Readonly<Record<string, string>>
}

/** What the page learns about its installation before anybody has signed in: `{page}page-config.json`. */
export interface PageConfig {
  service_name: string
  /** Where the page belongs; opened under another host it cannot sign anybody in. */
  page_url: string
  /** Path of the API on the page's own origin, without a slash at the end. */
  api_base: string
  /** Key of the application that the page is; public by nature. */
  apikey: string
  /** Name of that application. */
  application: string
  languages: { code: string; native_name: string; direction: 'ltr' | 'rtl' }[]
  default_language: string
  /** Which fields are shown. */
  fields: Record<string, boolean>
  attributes: readonly PageAttribute[]
  brand: { logo_url?: string; color: string; on_color: string }
  links: readonly PageLink[]
  /** Days between the wish of a person to have the account removed and its removal. */
  deletion_grace_days: number
  /** Whether an e-mail address may stand in the place of the user name. */
  sign_in_by_email: boolean
  /** Whether passkeys can be used at this address. */
  passkeys: boolean
}

/** The declared attributes, for the page. */
export const pageAttributes = (): PageAttribute[] =>
  attributes.map(({ apiName, kind, pageField, section, autocomplete, editor, ...rest }) => ({
    name: apiName,
    kind,
    field: pageField,
    section,
    autocomplete,
    editable: editor === 'person',
    ...('localName' in rest && { local_name: rest.localName }),
  }))
