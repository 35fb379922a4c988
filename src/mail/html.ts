import { directionOf } from '../../common/languages.ts'
import { escapeHtml, formatHtml } from '../messages/html.ts'
import { actionColors, pageColor, type Themed } from '../messages/look.ts'
import type { Block, Fact, Letter } from './letter.ts'

/** `Content-ID` of the logo. */
export const LOGO_CID = 'logo@user-profile'

const FONT =
  "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Arabic','Noto Sans Devanagari','Noto Sans CJK JP',Arial,sans-serif"
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace"
const LAYOUT = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'

const colors = {
  ground: pageColor('ground'),
  card: pageColor('card'),
  soft: pageColor('hover'),
  text: pageColor('text'),
  quiet: pageColor('quiet'),
  line: pageColor('line'),
}

/** Mailboxes fill what is left of the preview with the start of the mail, unless something invisible is there. */
const PREVIEW_END = '&#847;&zwnj;&nbsp;'.repeat(90)

/**
 * Writes a letter as HTML that loads nothing. Tables and inline styles carry the layout, since Outlook and
 * Gmail know little else; the style sheet adds what the others know: dark colors and narrow screens.
 */
export function htmlOf(letter: Letter): string {
  const { language, look, params, subject, preview, blocks, footer } = letter
  const tongue = `lang="${escapeHtml(language)}" dir="${directionOf(language)}"`
  const small = `padding:20px 8px 0;font:13px/1.5 ${FONT};color:${colors.quiet.light};overflow-wrap:anywhere`
  return `<!doctype html>
<html ${tongue}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${styleSheet(actionColors(look.color))}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:${colors.ground.light};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden">${formatHtml(language, preview, params)}${PREVIEW_END}</div>
<div role="main" ${tongue}><table ${LAYOUT} width="100%" class="ground" style="background:${colors.ground.light}"><tr><td align="center" style="padding:32px 16px">
<!--[if mso]><table ${LAYOUT} width="560"><tr><td><![endif]-->
<table ${LAYOUT} width="100%" style="max-width:560px">
<tr><td style="padding:0 8px 20px">${header(letter)}</td></tr>
<tr><td class="card text" style="padding:32px;border:1px solid ${colors.line.light};border-radius:14px;background:${colors.card.light};font:16px/1.55 ${FONT};color:${colors.text.light};overflow-wrap:anywhere">
${blocks.map((block, index) => htmlBlock(block, letter, index === blocks.length - 1)).join('\n')}
</td></tr>
<tr><td class="quiet" style="${small}">${formatHtml(language, footer, params)}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table></div>
</body>
</html>
`
}

/** Classes for what inline styles cannot say. */
function styleSheet({ ground, text }: ReturnType<typeof actionColors>): string {
  const { ground: behind, card, soft, text: ink, quiet, line } = colors
  const dark = [
    `.ground{background:${behind.dark}!important}`,
    `.card{background:${card.dark}!important;border-color:${line.dark}!important}`,
    `.soft{background:${soft.dark}!important}`,
    `.text{color:${ink.dark}!important}`,
    `.quiet{color:${quiet.dark}!important}`,
    `.action{background:${ground.dark}!important;color:${text.dark}!important}`,
  ]
  return [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    '.code{-webkit-user-select:all;user-select:all}',
    '@media (max-width:480px){.card{padding:24px 20px!important}}',
    `@media (prefers-color-scheme:dark){${dark.join('')}}`,
  ].join('\n')
}

/** The logo needs no alternative text: the name stands beside it, also where pictures are not shown. */
function header({ look }: Letter): string {
  const logo = `<td style="padding-inline-end:10px"><img src="cid:${LOGO_CID}" alt="" height="32" style="display:block;height:32px;max-width:144px;border:0"></td>`
  const name = `<td class="text" style="font:600 17px/1.3 ${FONT};color:${colors.text.light};overflow-wrap:anywhere">${escapeHtml(look.service)}</td>`
  return `<table ${LAYOUT}><tr>${look.logo === null ? '' : logo}${name}</tr></table>`
}

function htmlBlock(block: Block, letter: Letter, isLast: boolean): string {
  const { language, params } = letter
  const gap = isLast ? '0' : '0 0 16px'
  switch (block.kind) {
    case 'text':
      return `<p style="margin:${gap}">${formatHtml(language, block.text, params)}</p>`
    case 'lead':
      return `<h1 style="margin:${gap};font:600 16px/1.55 ${FONT}">${formatHtml(language, block.text, params)}</h1>`
    case 'code':
      return `<p class="soft" style="margin:${gap};padding:16px 8px;border-radius:9px;background:${colors.soft.light};text-align:center;font:700 30px/1.3 ${MONO};letter-spacing:4px"><bdi dir="ltr" class="code">${escapeHtml(block.code)}</bdi></p>`
    case 'facts':
      return factsTable(block.facts, letter, gap)
    case 'link':
      return button(block, actionColors(letter.look.color), gap)
  }
}

function factsTable(facts: readonly Fact[], { language, params }: Letter, gap: string): string {
  const align = directionOf(language) === 'rtl' ? 'right' : 'left'
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><th scope="row" class="quiet" align="${align}" valign="top" style="padding:3px 16px;width:1%;white-space:nowrap;font-weight:400;color:${colors.quiet.light}">${escapeHtml(label)}</th><td valign="top" style="padding:3px 16px 3px 0;padding-inline:0 16px">${formatHtml(language, value, params)}</td></tr>`,
  )
  const style = `margin:${gap};padding:9px 0;border-radius:9px;background:${colors.soft.light};border-collapse:separate;font:15px/1.5 ${FONT};color:${colors.text.light}`
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" class="soft text" style="${style}">${rows.join('')}</table>`
}

/** Outlook ignores the padding of links, so it gets spaces of that width. */
const outlookSpace = '<!--[if mso]><i style="mso-font-width:200%;mso-text-raise:12pt">&emsp;</i><![endif]-->'

function button(
  { label, url, fallback }: Extract<Block, { kind: 'link' }>,
  { ground, text }: { ground: Themed; text: Themed },
  gap: string,
): string {
  const style = `display:inline-block;padding:12px 22px;border-radius:9px;background:${ground.light};color:${text.light};font-weight:600;text-decoration:none;mso-padding-alt:0`
  const address = escapeHtml(url)
  return `<p style="margin:8px 0 16px"><a href="${address}" class="action" style="${style}">${outlookSpace}${escapeHtml(label)}${outlookSpace}</a></p>
<p class="quiet" style="margin:${gap};font-size:13px;line-height:1.5;color:${colors.quiet.light}">${escapeHtml(fallback)}<br><bdi dir="ltr" style="overflow-wrap:anywhere;word-break:break-all">${address}</bdi></p>`
}
