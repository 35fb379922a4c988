import { hash } from 'node:crypto'
import { directionOf } from '../../common/languages.ts'
import type { PageConfig } from '../../common/page-config.ts'
import { escapeHtml } from '../messages/html.ts'
import { brandCss } from '../messages/look.ts'
import type { PageText } from '../messages/texts.ts'

/** What the service knows and the built document does not. */
export interface Filling {
  /** Code of the language. */
  code: string
  config: PageConfig
  /** The operator's color, `#rrggbb`. */
  color: string
  /** Paths relative to the page. */
  logoPath: string
  textsPath: string | undefined
  /** What the document says if the scripts do not start, or cannot run. */
  notStarted: PageText
}

/**
 * Fills in what is shown before any script runs, and to those who only look at the head of the document, and what the
 * page would otherwise request: its configuration, and the address of the texts in the reader's language.
 */
export function fillDocument(index: string, filling: Filling): string {
  const { code, config, color, notStarted } = filling
  const values: Readonly<Record<string, string>> = {
    SERVICE_NAME: escapeHtml(config.service_name),
    PAGE_URL: escapeHtml(config.page_url),
    LOGO: escapeHtml(`./${filling.logoPath}`),
    TEXTS: `./${filling.textsPath}`,
    NOT_STARTED_TITLE: escapeHtml(notStarted.title),
    NOT_STARTED_TEXT: escapeHtml(notStarted.paragraphs.join(' ')),
    NOT_STARTED_BUTTON: escapeHtml(notStarted.button),
    NO_SCRIPT: escapeHtml(notStarted.noScript ?? ''),
    // A `script` element ends at the first `</script`, even within a string.
    PAGE_CONFIG: JSON.stringify(config).replaceAll('<', '\\u003c'),
  }
  return index
    .replace('<html lang="en" dir="ltr">', `<html lang="${code}" dir="${directionOf(code)}">`)
    .replace('</style>', `${brandCss(color)}</style>`)
    .replace('"__PAGE_CONFIG__"', '__PAGE_CONFIG__')
    .replace(/__([A-Z_]+)__/g, (all, name: string) => values[name] ?? all)
}

/** Sources for a content security policy: `'sha256-…'`. */
export interface InlineHashes {
  scripts: readonly string[]
  styles: readonly string[]
}

/** Returns the hashes of the scripts and styles in the text of documents, each once; scripts with attributes have none. */
export function inlineHashes(html: string): InlineHashes {
  const hashes = (element: string) => {
    const found = html.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))
    const all = [...found].map(([, text = '']) => `'sha256-${hash('sha256', text, 'base64')}'`)
    return [...new Set(all)]
  }
  return { scripts: hashes('script'), styles: hashes('style') }
}
