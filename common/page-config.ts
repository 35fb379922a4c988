import { type Attribute, attributes } from './attributes.ts'
import type { SourceFormat } from './picture.ts'

/** A part of the profile that the page can show: a name in `PAGE_FIELDS`. */
export type PageField = Attribute['pageField'] | 'picture'

/** All fields, in the order of the page. */
export const pageFieldNames: readonly PageField[] = [
  ...new Set(attributes.map(({ pageField }) => pageField)),
  'picture',
]

/** A link shown on the page. */
export interface PageLink {
  label: string
  url: string
}

/** How the page shows and edits an attribute. The form knows no other attributes. */
export interface PageAttribute {
  /** Name in the profile and in updates. */
  name: string
  kind: Attribute['kind']
  /** The name in `PAGE_FIELDS`. */
  field: string
  section: string
  /** Autofill token (HTML, 4.10.18.7), or `''`. */
  autocomplete: string
  /** Whether the person may change it. */
  editable: boolean
  /** Name in `UserLocInfo`; if absent, the attribute is in `UserProfile`. */
  local_name?: string
  /** Labels by language (BCP 47); if absent, the page uses its own text, `field.…`. */
  labels?: Readonly<Record<string, string>>
}

/** What the page needs to know about its installation before anyone signs in: `{page}page-config.json`. */
export interface PageConfig {
  service_name: string
  /** Public URL of the page. Under another host it cannot sign anyone in. */
  page_url: string
  /** Path of the API on the page's origin, without a trailing slash. */
  api_base: string
  /** API key of the page's application; public by nature. */
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
  /** Days between a request to remove the account and its removal. */
  deletion_grace_days: number
  /** Whether people may sign in with an e-mail address instead of the user name. */
  sign_in_by_email: boolean
  /** Formats in which pictures are accepted. */
  picture_formats: readonly SourceFormat[]
  /** Whether passkeys can be used at this address. */
  passkeys: boolean
  /** Whether people sign in with a password here; if not, only at a provider. */
  password: boolean
  /** OpenID providers at which people sign in. */
  providers: readonly PageProvider[]
}

/** An OpenID provider that the page offers. */
export interface PageProvider {
  id: string
  name: string
  /** Texts of the button by language; where one is missing, the page uses its own. */
  labels: Readonly<Record<string, string>>
}

/** Returns the declared attributes for the page. */
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
