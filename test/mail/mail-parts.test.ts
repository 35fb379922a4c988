import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contrast, parseColor } from '../../common/color.ts'
import { directionOf, languages } from '../../common/languages.ts'
import type { MailLook } from '../../src/mail/letter.ts'
import { composeMail, type MailContent } from '../../src/mail/mail.ts'
import { textsOf } from '../../src/messages/catalogue.ts'
import { actionColors, pageColor } from '../../src/messages/look.ts'
import type { MailKind } from '../../src/messages/texts.ts'
import { asksWho, noticeReasons } from '../../src/notice/notice.ts'

const look: MailLook = { service: 'Shop', color: '#0f766e', logo: Buffer.from('a picture') }
const url = 'https://id.example/email-change/undo/abc?x=1&y=2'
const values = {
  ...{ at: 'then (UTC)', browser: 'Firefox', os: 'Windows', country: 'Nepal', network: '192.0.2.x' },
  ...{ application: 'Till', address: 'new@example.com', until: 'later', minutes: '10', hours: '24' },
}
const isCode = (kind: MailKind) => /_code(_left)?$/.test(kind)
const kinds = Object.keys((await textsOf('en')).mails.mails) as MailKind[]
/** Mails to mailboxes that may be somebody else's say nothing about who acted. */
const strangers: readonly MailKind[] = ['new_address_code', 'own_address_code', 'address_taken']
/** Mails about what happens later, or only with a code: the time in them is that of the request. */
const requests: readonly MailKind[] = [
  ...(['current_address_code', 'password_reset_code', 'password_reset_code_left'] as const),
  ...(['invitation_code'] as const),
  ...(['recovery_announced', 'deletion_scheduled', 'deletion_scheduled_left'] as const),
]

/** Returns everything that a mail of the kind can contain. */
function contentOf(kind: MailKind): MailContent {
  const { at, browser, os, country, network, application, address, until } = values
  const name = { first: 'Ada', last: 'Lovelace' }
  const common = { kind, name, params: { address, until, minutes: 10, hours: 24 } }
  const act = { at, device: { browser, os }, country, network, application }
  const told = strangers.includes(kind) ? common : { ...common, act }
  if (isCode(kind)) return { ...told, code: '123456', username: 'ada_99' }
  const reason = noticeReasons.find((one) => one === kind)
  if (!reason) return { ...told, url }
  return { ...told, url, act: { ...act, isByOperator: true }, asksWho: asksWho(reason) }
}

/** Returns what a reader sees of the HTML, a line per paragraph, cell or line. */
function shownOf(html: string): string[] {
  const body = html
    .slice(html.indexOf('<body'))
    .replace(/<div style="display:none.*?<\/div>|<!--.*?-->/gs, '')
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return body
    .replace(/<\/(p|h1|td|th|tr)>|<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (all, name: string) => characters[name] ?? all)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')

for (const language of languages) {
  test(`${language}: each mail greets first and says the same as text and as HTML`, async () => {
    const { mails: texts } = await textsOf(language)
    for (const kind of kinds) {
      const content = contentOf(kind)
      const mail = await composeMail(content, language, look)
      assert.equal(mail.language, language)
      const direction = directionOf(language)
      assert.ok(mail.html.includes(`<html lang="${language}" dir="${direction}">`), kind)
      for (const part of [mail.subject, mail.text, mail.html.replace(/<style>.*<\/style>/s, '')])
        assert.doesNotMatch(part, /\{|undefined|plural/, kind)

      const lines = plain(mail.text)
        .split('\n')
        .filter((line) => line !== '' && line !== '-- ')
      const [first = '', ...shown] = shownOf(mail.html)
      assert.equal(first, 'Shop', 'the header is the name beside the logo')
      assert.match(shown[0] ?? '', /Ada/, kind)
      assert.equal(lines[0], shown[0], kind)
      // In HTML a detail is in two cells, and a sentence explains the bare address.
      const parts = shown.filter((line) => line !== texts.linkFallback)
      assert.equal(
        lines.join(' ').replaceAll(/\p{P}|\s/gu, ''),
        parts.join(' ').replaceAll(/\p{P}|\s/gu, ''),
        kind,
      )
    }
  })

  test(`${language}: a code is in both parts in one piece, and in neither subject nor preview`, async () => {
    for (const kind of kinds.filter(isCode)) {
      const mail = await composeMail(contentOf(kind), language, look)
      assert.match(mail.text, /^123456$/m)
      assert.match(mail.html, /<bdi dir="ltr" class="code">123456<\/bdi>/)
      const preview = /<div style="display:none.*?<\/div>/s.exec(mail.html)?.[0] ?? ''
      assert.match(preview, /Shop/)
      assert.doesNotMatch(`${mail.subject} ${preview}`, /123456|Ada/, kind)
      assert.match(mail.text, /ada_99/)
    }
  })

  test(`${language}: each mail about an act says when, on what, where and by which application`, async () => {
    const { at, browser, os, country, network, application } = values
    const { notice } = (await textsOf(language)).mails
    for (const kind of kinds.filter((one) => !strangers.includes(one))) {
      const mail = await composeMail(contentOf(kind), language, look)
      const when = requests.includes(kind) ? notice.requestedAt : notice.at
      const labels = [when, notice.device, notice.place, notice.application]
      for (const part of [mail.text, mail.html])
        for (const value of [...labels, at, browser, os, country, network, application])
          assert.ok(part.includes(value), `${kind} ${value}`)
    }
  })

  test(`${language}: each notice says by whom, with one link that leads on`, async () => {
    const { mails: texts } = await textsOf(language)
    for (const kind of noticeReasons) {
      const mail = await composeMail(contentOf(kind), language, look)
      const label = texts.mails[kind].link ?? texts.notice.link
      for (const part of [mail.text, mail.html])
        for (const value of ['Shop', label]) assert.ok(part.includes(value), `${kind} ${value}`)
      assert.ok(plain(mail.text).includes(texts.notice.byOperator.replace('{service}', 'Shop')), kind)
      assert.deepEqual(mail.text.match(/https?:\S+/g), [url])
      assert.deepEqual([...new Set(mail.html.match(/https?:[^"<]+/g))], [url.replace('&', '&amp;')])
      const closing = mail.text.includes(texts.notice.ifYou) && mail.text.includes(texts.notice.ifNot)
      assert.equal(closing, asksWho(kind), kind)
    }
  })
}

test('a mail brings its logo along, and loads nothing from anywhere', async () => {
  const mail = await composeMail(contentOf('new_device'), 'en', look)
  assert.deepEqual(
    mail.images.map(({ cid, type }) => [cid, type]),
    [['logo@user-profile', 'image/png']],
  )
  assert.match(mail.html, /<img src="cid:logo@user-profile" alt="" height="32"/)
  assert.doesNotMatch(mail.html, /<script|<link|src="(?!cid:)|url\(|@import/)
  const without = await composeMail(contentOf('new_device'), 'en', { ...look, logo: null })
  assert.deepEqual(without.images, [])
  assert.doesNotMatch(without.html, /<img|cid:/)
})

test('neither the name of the service nor that of a device can add HTML or a header', async () => {
  const evil = '"><img src=x>\r\nBcc: all@example.com\u202e'
  const content = { ...contentOf('new_device'), name: null }
  const act = { ...content.act, application: evil, device: { browser: evil, os: '<os>' } }
  const mail = await composeMail({ ...content, act }, 'en', { ...look, service: evil })
  assert.doesNotMatch(mail.subject, /[\r\n\u202e]/)
  assert.doesNotMatch(mail.html, /<img src=x|<os>/)
  assert.match(mail.text, /^Hello,$/m)
})

// WCAG 2.2, 1.4.3.
const brands = ['#1d4ed8', '#ffd700', '#000000', '#ffffff', '#777777', '#ff0000', '#0f766e', '#00ff00']
for (const color of brands) {
  test(`the button of a mail is legible in ${color}, in light and dark`, async () => {
    const { ground, text } = actionColors(color)
    for (const theme of ['light', 'dark'] as const)
      assert.ok(contrast(parseColor(ground[theme])!, parseColor(text[theme])!) >= 4.5, theme)
    const { html } = await composeMail(contentOf('new_device'), 'en', { ...look, color })
    assert.ok(html.includes(`background:${ground.light};color:${text.light}`))
    assert.ok(html.includes(`.action{background:${ground.dark}!important;color:${text.dark}!important}`))
  })
}

test('every text of a mail is legible, in light and dark', () => {
  const pairs = [
    ...(['card', 'hover', 'ground'] as const).map((ground) => ['text', ground] as const),
    ...(['card', 'hover', 'ground'] as const).map((ground) => ['quiet', ground] as const),
  ]
  for (const [text, ground] of pairs)
    for (const theme of ['light', 'dark'] as const)
      assert.ok(
        contrast(parseColor(pageColor(text)[theme])!, parseColor(pageColor(ground)[theme])!) >= 4.5,
        `${text} on ${ground}, ${theme}`,
      )
})
