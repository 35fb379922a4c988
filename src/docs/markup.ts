import { escapeHtml } from '../messages/html.ts'

/** A piece of HTML, as opposed to text, which is escaped where it is filled in. */
export class Html {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

type Value = string | number | Html | null | false | readonly Value[]

/** Creates HTML from a template: texts are escaped, HTML is kept, lists are joined, `null` and `false` are left out. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const [first = '', ...rest] = strings
  return new Html(first + rest.map((string, index) => sourceOf(values[index] ?? null) + string).join(''))
}

function sourceOf(value: Value): string {
  if (value === null || value === false) return ''
  if (value instanceof Html) return value.source
  if (Array.isArray(value)) return value.map(sourceOf).join('')
  return escapeHtml(String(value))
}

/** Returns the address of the place on the page that a piece of code names, or `null`. */
export type LinkOf = (code: string) => string | null

/**
 * Turns a description of the document (CommonMark) into HTML. Only what our descriptions use is known: paragraphs,
 * `code` and **strong** text. Code that names an operation becomes a link to it.
 */
export function prose(text: string, linkOf: LinkOf): Html {
  return html`${text.split(/\n{2,}/).map((paragraph) => html`<p>${inline(paragraph, linkOf)}</p>`)}`
}

/** Turns a description without paragraphs into HTML. */
export function inline(text: string, linkOf: LinkOf): Html {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*)/)
  return html`${parts.map((part) => {
    if (part.startsWith('**')) return html`<strong>${inline(part.slice(2, -2), linkOf)}</strong>`
    if (!part.startsWith('`')) return part
    const code = html`<code>${part.slice(1, -1)}</code>`
    const target = linkOf(part.slice(1, -1))
    return target === null ? code : html`<a href="${target}">${code}</a>`
  })}`
}

const WORDS = [
  ...[
    'var',
    'const',
    'let',
    'await',
    'async',
    'import',
    'export',
    'from',
    'new',
    'function',
    'if',
    'else',
    'for',
  ],
  ...[
    'throw',
    'return',
    'while',
    'try',
    'catch',
    'echo',
    'array',
    'curl',
    'with',
    'as',
    'not',
    'raise',
    'print',
  ],
]
/** Strings, placeholders, comments and the words of the languages of our samples. */
const PARTS = new RegExp(
  `('(?:[^'\\\\\\n]|\\\\.)*'|"(?:[^"\\\\\\n]|\\\\.)*")|(<[\\w -]+>)|((?:^|\\s)(?://|#) .*|/\\*\\*.*\\*/)|\\b(${WORDS.join('|')})\\b`,
  'gm',
)

/** Colors a source text. Placeholders are marked, since readers must fill them in; so is the URL of the service. */
export function highlight(source: string, server: string): Html {
  const parts: Html[] = []
  let end = 0
  for (const match of source.matchAll(PARTS)) {
    const [whole, string, placeholder, comment] = match
    parts.push(html`${source.slice(end, match.index)}`)
    if (placeholder) parts.push(fillable(placeholder, server))
    else if (string) parts.push(html`<span class="code-string">${fillable(string, server)}</span>`)
    else parts.push(html`<span class="${comment ? 'code-comment' : 'code-word'}">${whole}</span>`)
    end = match.index + whole.length
  }
  return html`${parts}${source.slice(end)}`
}

/** Wraps what the script of the page replaces: placeholders, and the URL of the service. */
function fillable(text: string, server: string): Html {
  const parts = text.split(/(<[\w -]+>)/)
  return html`${parts.map((part, index) => {
    if (index % 2 === 1) return html`<mark data-fill="${part.slice(1, -1)}">${part}</mark>`
    const [before = '', ...after] = part.split(server)
    return html`${before}${after.map((rest) => html`<span data-fill="server">${server}</span>${rest}`)}`
  })}`
}
