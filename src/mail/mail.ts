import type { Language } from '../../common/languages.ts'
import type { Params } from '../../common/message-format.ts'
import { textsOf } from '../messages/catalogue.ts'
import { format } from '../messages/format.ts'
import { nearestLanguage } from '../messages/language.ts'
import type { MailKind, MailTexts, NoticeTexts } from '../messages/texts.ts'
import type { Mail } from '../ports/mailer.ts'
import type { Device } from '../session/device.ts'
import { htmlOf, LOGO_CID } from './html.ts'
import type { Block, Fact, Letter, MailLook } from './letter.ts'
import { plainText } from './plain-text.ts'
import { greetedName, oneLine, type ShownName } from './shown-text.ts'

/** Content of a mail. */
export interface MailContent {
  kind: MailKind
  /**
   * Name for the greeting, from `shownName`; null or absent in mails to unproven addresses, which greet no
   * one by name.
   */
  name?: ShownName | null
  /** Shown in large type. */
  code?: string
  /** With which the person signs in, in mails about a forgotten password; `""` is omitted. */
  username?: string
  /** Target of the link. */
  url?: string
  params?: Params
  /** What is known about the act that the mail is about. */
  act?: ActDetails
  /** Whether the mail explains what to do if it was the reader, and if not. */
  asksWho?: boolean
}

/** Details of an act, in the language of the mail. Those without a value are omitted. */
export interface ActDetails {
  /** Date, time and zone. */
  at?: string
  /** Either may be `""`; if both are, the detail is omitted. */
  device?: Pick<Device, 'browser' | 'os'>
  /** Name of the country; `""` if it is unknown. */
  country?: string
  /** Shortened IP address; `""` if it is unknown. */
  network?: string
  application?: string
  isByOperator?: boolean
}

/** Mails about something that does not happen until later, or not at all without a code. */
const isAboutRequest: ReadonlySet<MailKind> = new Set([
  'current_address_code',
  'password_reset_code',
  'password_reset_code_left',
  'invitation_code',
  'recovery_announced',
  'deletion_scheduled',
  'deletion_scheduled_left',
])

/** Composes the mail in the language nearest to the requested one: as text, and as HTML that loads nothing. */
export async function composeMail(
  content: MailContent,
  wanted: string,
  look: MailLook,
): Promise<Omit<Mail, 'to' | 'id'>> {
  const language = nearestLanguage(wanted)
  const { mails: texts } = await textsOf(language)
  const service = oneLine(look.service)
  const params = paramsOf(content, service, language)
  const mail = texts.mails[content.kind]
  const letter: Letter = {
    language,
    look: { ...look, service },
    params,
    subject: format(language, mail.subject, params),
    preview: mail.first,
    blocks: blocksOf(content, texts, params),
    footer: texts.footer,
  }
  const images =
    look.logo === null ? [] : [{ cid: LOGO_CID, name: 'logo.png', type: 'image/png', bytes: look.logo }]
  return { language, subject: letter.subject, text: plainText(letter), html: htmlOf(letter), images }
}

/** Returns all values for the texts of the mail; unknown details have none. */
function paramsOf(content: MailContent, service: string, language: Language): Params {
  const { device, at = '', country = '', network = '', application = '' } = content.act ?? {}
  const details = {
    ...{ at, country, network, application: oneLine(application), username: content.username ?? '' },
    ...{ browser: device?.browser ?? '', os: device?.os ?? '' },
    ...{ name: content.name ? greetedName(content.name, language) : '', code: content.code ?? '' },
  }
  const known = Object.entries(details).filter(([, value]) => value !== '')
  return { ...content.params, service, ...Object.fromEntries(known) }
}

/** Returns the parts of the mail, greeting first. */
function blocksOf(content: MailContent, texts: MailTexts, params: Params): Block[] {
  const { kind, code, url, act, asksWho } = content
  const mail = texts.mails[kind]
  const text = (one: string): Block => ({ kind: 'text', text: one })
  const facts = factsOf(texts, params, isAboutRequest.has(kind))
  const label = mail.link ?? texts.notice.link
  return [
    text(params.name === undefined ? texts.greetingWithoutName : texts.greeting),
    { kind: 'lead', text: mail.first },
    ...(code === undefined ? [] : [{ kind: 'code', code } as const]),
    ...(facts.length === 0 ? [] : [{ kind: 'facts', facts, format: texts.fact } as const]),
    ...(act?.isByOperator ? [text(texts.notice.byOperator)] : []),
    ...mail.paragraphs.map(text),
    ...(asksWho ? [text(texts.notice.ifYou), text(texts.notice.ifNot)] : []),
    ...(url === undefined ? [] : [{ kind: 'link', label, url, fallback: texts.linkFallback } as const]),
  ]
}

/** Returns the known details, each with its label. */
function factsOf({ username, notice }: MailTexts, params: Params, isRequest: boolean): Fact[] {
  const facts = [
    { label: username, value: knownPart(params, '{username}', ['username']) },
    { label: isRequest ? notice.requestedAt : notice.at, value: knownPart(params, '{at}', ['at']) },
    { label: notice.device, value: deviceOf(notice, params) },
    { label: notice.place, value: placeOf(notice, params) },
    { label: notice.application, value: knownPart(params, '{application}', ['application']) },
  ]
  return facts.filter(({ value }) => value !== '')
}

/** Returns the text if all its values are known, otherwise those that are. */
function knownPart(params: Params, text: string, names: readonly string[]): string {
  const known = names.filter((name) => params[name] !== undefined)
  return known.length === names.length ? text : known.map((name) => `{${name}}`).join(' ')
}

// The values are filled in one by one, so that each is isolated in right-to-left texts.
const deviceOf = (texts: NoticeTexts, params: Params) => knownPart(params, texts.browserOn, ['browser', 'os'])
const placeOf = (texts: NoticeTexts, params: Params) =>
  knownPart(params, texts.placeOf, ['country', 'network'])
