import { catalogueEntries } from './catalogue.ts'
import type { ApiDocument, Operation } from './document.ts'
import { propertiesOf } from './fields.ts'
import type { Guide } from './guides.ts'
import { type Html, html } from './markup.ts'

/** What people call the things of a group, besides the words of its operations. */
const synonyms: Readonly<Record<string, string>> = {
  'Sign-in': 'session login log in logout signin authentication auth token jwt bearer mfa 2fa totp webauthn',
  Profile: 'user account me name phone details settings locale language currency timezone country',
  Pictures: 'avatar photo image portrait profile picture upload thumbnail',
  'Email address': 'e-mail email mail address change verify verification code otp',
  Password: 'forgotten recovery reset credentials',
  'Second factor': 'mfa 2fa totp otp authenticator two-factor',
  Passkeys: 'webauthn fido device biometric',
  Sessions: 'devices logout revoke',
  Account: 'export gdpr close remove delete history audit log',
  Health: 'operations ping status monitoring probe',
}

/** The side menu. The entries of errors only show in search results. */
export function sideMenu(
  document: ApiDocument,
  operations: readonly Operation[],
  guides: readonly Guide[],
): Html {
  return html`<div id="entries">
<p class="menu-title" id="menu-guides">Guides</p>
<ul aria-labelledby="menu-guides">${guides.map(({ id, title, words }) => entry(`guide-${id}`, title, words, 'Guide'))}</ul>
${document.tags.map(({ name }, index) => {
  const list = operations.filter(({ group }) => group === name)
  return html`<p class="menu-title" id="menu-${index}">${name}</p>
<ul aria-labelledby="menu-${index}">${list.map(operationEntry)}</ul>`
})}
</div>
<ul id="error-entries" hidden>${errorEntries()}</ul>`
}

function operationEntry(operation: Operation): Html {
  const { id, title, method, path, group, sameAs } = operation
  const fields = [
    ...operation.parameters.filter((parameter) => parameter.in !== 'header').map(({ name }) => name),
    ...Object.keys(operation.body ? propertiesOf(operation.body.schema) : {}),
  ]
  const codes = operation.failures.filter(({ field }) => field === null).map(({ code }) => code)
  const words = [id, method, path, synonyms[group] ?? '', ...fields, ...new Set(codes), operation.description]
  return entry(id, title, words.join(' '), method, sameAs !== null)
}

function errorEntries(): Html {
  const { request, field } = catalogueEntries()
  return html`${[...request, ...field].map(({ id, status, code, type, texts }) =>
    entry(id, code, `error ${status} ${type} ${texts.join(' ')}`, String(status)),
  )}`
}

function entry(id: string, title: string, words: string, kind: string, isTwin = false): Html {
  return html`<li data-words="${words}"><a href="#${id}"${isTwin && html` class="twin"`}><span>${title}${isTwin && html` <small>same as above</small>`}</span> <span class="kind" data-method="${kind}">${kind}</span></a></li>
`
}
