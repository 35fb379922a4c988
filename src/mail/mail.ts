import { directionOf, type Language } from '../../common/languages.ts'
import type { Params } from '../../common/message-format.ts'
import { escapeHtml, formatHtml } from '../html.ts'
import { textsOf } from '../messages/catalogue.ts'
import { format } from '../messages/format.ts'
import { nearestLanguage } from '../messages/language.ts'
import type { MailKind, NoticeTexts } from '../messages/texts.ts'
import type { Mail } from '../ports/mailer.ts'
import type { Device } from '../session/device.ts'
import { oneLine } from './shown-text.ts'

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
  /** Of a notice to the owner of an account: what is known of what happened. */
  notice?: NoticeContent
}

/** What a notice tells beside its reason, in words of the mail's language. A line without its value is left out. */
export interface NoticeContent {
  /** Date, time and zone. */
  at?: string
  /** Of which one may be `""`; with both there is no line. */
  device?: Pick<Device, 'browser' | 'os'>
  application?: string
  network?: string
  isByOperator?: boolean
  /** Whether the mail says what to do if it was the reader, and if not. */
  asksWho?: boolean
}

/** The mail in the language nearest to the wanted one: as text, and as HTML that loads nothing. */
export async function composeMail(content: MailContent, wanted: string): Promise<Omit<Mail, 'to' | 'id'>> {
  const language = nearestLanguage(wanted)
  const { mails: texts } = await textsOf(language)
  const mail = texts.mails[content.kind]
  const params: Params = {
    ...content.params,
    service: oneLine(content.service),
    ...(content.code !== undefined && { code: content.code }),
    ...factsOf(content.notice),
  }
  const label = mail.link ?? (content.notice && texts.notice.link)
  const greeting = content.name ? texts.greeting : texts.greetingWithoutName
  const parts = {
    language,
    params: { ...params, name: content.name ?? '' },
    subject: format(language, mail.subject, params),
    first: mail.first,
    paragraphs: [
      ...(content.code === undefined ? [greeting] : []),
      ...noticeLines(texts.notice, content.notice, params),
      ...mail.paragraphs,
      ...(content.notice?.asksWho ? [texts.notice.ifYou, texts.notice.ifNot] : []),
    ],
    footer: texts.footer,
    code: content.code,
    link: label !== undefined && content.url !== undefined ? { label, url: content.url } : null,
  }
  return { language, subject: parts.subject, text: textOf(parts), html: htmlOf(parts) }
}

const facts = ['at', 'device', 'application', 'network'] as const

/** The values of the lines that are known. */
function factsOf({ at = '', device, application = '', network = '' }: NoticeContent = {}): Params {
  const { browser = '', os = '' } = device ?? {}
  const values = { at, device: browser || os, browser, os, application: oneLine(application), network }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
}

/** One paragraph with a line for each thing that is known, or none. */
function noticeLines(texts: NoticeTexts, notice: NoticeContent | undefined, params: Params): string[][] {
  if (notice === undefined) return []
  const lines = facts.filter((name) => params[name] !== undefined).map((name) => texts[name])
  // The words of the two are filled in each for itself, so that both are isolated.
  const isWhole = params.browser !== undefined && params.os !== undefined
  const whole = isWhole ? lines.map((line) => line.replace('{device}', texts.browserOn)) : lines
  if (notice.isByOperator) whole.push(texts.byOperator)
  return whole.length > 0 ? [whole] : []
}

interface Parts {
  language: Language
  params: Params
  subject: string
  first: string
  /** A list is a paragraph of so many lines. */
  paragraphs: readonly (string | readonly string[])[]
  footer: string
  code: string | undefined
  link: { label: string; url: string } | null
}

function textOf({ language, params, first, paragraphs, footer, link }: Parts): string {
  const blocks = [first, ...paragraphs].map((block) =>
    [block]
      .flat()
      .map((text) => format(language, text, params))
      .join('\n'),
  )
  // On a line of its own, which goes from left to right whatever language stands around it.
  if (link) blocks.push(`${link.label}\n${link.url}`)
  return `${[...blocks, `-- \n${format(language, footer, params)}`].join('\n\n')}\n`
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
  const paragraph = (block: string | readonly string[]) => {
    const lines = [block].flat().map((text) => formatHtml(language, text, params))
    return `<p style="margin:0 0 16px">${lines.join('<br>')}</p>`
  }
  const url = link === null ? '' : escapeHtml(link.url)
  const lines = [
    '<!doctype html>',
    `<html lang="${escapeHtml(language)}" dir="${directionOf(language)}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(subject)}</title></head>`,
    `<body style="${page}"><div style="max-width:560px;margin:0 auto">`,
    paragraph(first),
    ...(code === undefined ? [] : [`<p style="${big}"><bdi dir="ltr">${escapeHtml(code)}</bdi></p>`]),
    ...paragraphs.map(paragraph),
    ...(link === null
      ? []
      : [
          `<p style="margin:0 0 16px"><a href="${url}" style="${button}">${escapeHtml(link.label)}</a></p>`,
          `<p style="margin:0 0 16px;font-size:13px;overflow-wrap:anywhere"><bdi dir="ltr">${url}</bdi></p>`,
        ]),
    `<p style="${small}">${formatHtml(language, footer, params)}</p>`,
    '</div></body></html>',
  ]
  return `${lines.join('\n')}\n`
}
