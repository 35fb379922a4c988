import { fill, type Params } from '../errors.ts'
import { escapeHtml, fillHtml } from '../html.ts'
import { directionOf } from '../messages/language.ts'
import { type MailKind, mailTextsFor } from '../messages/mail-texts.ts'
import type { Mail } from '../ports/mailer.ts'
import type { User } from '../user/user.ts'

/** What one mail says. */
export interface MailContent {
  kind: MailKind
  /** The name of the service. */
  service: string
  /** For the greeting, from `shownName`; absent: a mail to an address that nobody has proven greets nobody. */
  name?: string
  /** Shown large, below the first line. */
  code?: string
  /** Where the link leads. */
  url?: string
  params?: Params
}

/** The mail in the language nearest to the wanted one: as text, and as HTML that loads nothing. */
export function composeMail(content: MailContent, wanted: string): Omit<Mail, 'to' | 'id'> {
  const { language, texts } = mailTextsFor(wanted)
  const mail = texts.mails[content.kind]
  const params: Params = {
    ...content.params,
    service: oneLine(content.service),
    ...(content.code !== undefined && { code: content.code }),
  }
  const greeting = content.name ? texts.greeting : texts.greetingWithoutName
  const parts = {
    language,
    params: { ...params, name: content.name ?? '' },
    subject: fill(mail.subject, params),
    first: mail.first,
    paragraphs: [...(content.code === undefined ? [greeting] : []), ...mail.paragraphs],
    footer: texts.footer,
    code: content.code,
    link:
      mail.link !== undefined && content.url !== undefined ? { label: mail.link, url: content.url } : null,
  }
  return { language, subject: parts.subject, text: textOf(parts), html: htmlOf(parts) }
}

interface Parts {
  language: string
  params: Params
  subject: string
  first: string
  paragraphs: readonly string[]
  footer: string
  code: string | undefined
  link: { label: string; url: string } | null
}

function textOf({ params, first, paragraphs, footer, link }: Parts): string {
  const blocks = [first, ...paragraphs].map((text) => fill(text, params))
  if (link) blocks.push(`${link.label}: ${link.url}`)
  return `${[...blocks, `-- \n${fill(footer, params)}`].join('\n\n')}\n`
}

const page =
  'margin:0;padding:24px 16px;font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif;font-size:16px;line-height:1.5'
const big = 'margin:16px 0;font-size:32px;font-weight:700;letter-spacing:6px'
const button =
  'display:inline-block;padding:12px 20px;border:2px solid #1d4ed8;border-radius:6px;background:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none'
const small =
  'margin:24px 0 0;padding-top:12px;border-top:1px solid #888888;font-size:13px;overflow-wrap:anywhere'

/** Without background and text colours of its own, so that readers in dark mode keep theirs. */
function htmlOf({ language, params, subject, first, paragraphs, footer, code, link }: Parts): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${fillHtml(text, params)}</p>`
  const url = link === null ? '' : escapeHtml(link.url)
  const lines = [
    '<!doctype html>',
    `<html lang="${escapeHtml(language)}" dir="${directionOf(language)}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(subject)}</title></head>`,
    `<body style="${page}"><div style="max-width:560px;margin:0 auto">`,
    paragraph(first),
    ...(code === undefined ? [] : [`<p dir="ltr" style="${big}">${escapeHtml(code)}</p>`]),
    ...paragraphs.map(paragraph),
    ...(link === null
      ? []
      : [
          `<p style="margin:0 0 16px"><a href="${url}" style="${button}">${escapeHtml(link.label)}</a></p>`,
          `<p dir="ltr" style="margin:0 0 16px;font-size:13px;overflow-wrap:anywhere">${url}</p>`,
        ]),
    `<p style="${small}">${fillHtml(footer, params)}</p>`,
    '</div></body></html>',
  ]
  return `${lines.join('\n')}\n`
}

const NAME_MAX = 60

/**
 * The person's name as a mail may show it: one line, at most 60 characters, without control and direction characters.
 * `""` where the name could be read as an address of a site or a mailbox: mail programs would turn it into a link,
 * and a person could so have the service mail links of their choice.
 */
export function shownName(user: Pick<User, 'firstName' | 'lastName' | 'username'>): string {
  const full = oneLine(`${user.firstName} ${user.lastName}`)
  const name = full === '' ? oneLine(user.username) : full
  if (/[@/\\:<>[\]]|\.[\p{L}\p{N}]|www/iu.test(name)) return ''
  return Array.from(name).slice(0, NAME_MAX).join('')
}

/** Without control and direction characters; the two joiners stay, which some scripts write names with. */
function oneLine(text: string): string {
  return text.replace(/[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]--[\u200c\u200d]]+/gv, ' ').trim()
}

/** An address of which only enough is shown to know it again. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const [start = ''] = Array.from(address.slice(0, at))
  return `${start}•••${address.slice(at)}`
}

/** An instant in milliseconds, as a person in the time zone writes it. */
export function formatInstant(instant: number, language: string, timeZone: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone }).format(instant)
}
