import { readdir, readFile } from 'node:fs/promises'
import { Html, highlight, html } from './markup.ts'

export interface Guide {
  id: string
  title: string
  /** What people may search for, besides the title. */
  words: string
}

/** In the order of the menu. Each has its text in `guides/`. */
export const guides: readonly Guide[] = [
  {
    id: 'start',
    title: 'Start in five minutes',
    words: 'quickstart getting started begin first key apikey base url install',
  },
  {
    id: 'sign-in',
    title: 'Sign in',
    words:
      'login log in authentication authenticate token access refresh jwt bearer session second factor 2fa mfa passkey proof jwks 401',
  },
  {
    id: 'email',
    title: 'Change an email address',
    words: 'e-mail mail code verify verification checksum token_field undo',
  },
  {
    id: 'pictures',
    title: 'Pictures',
    words: 'avatar photo image portrait picture upload crop sizes thumbnail format',
  },
  {
    id: 'browser',
    title: 'Browser apps',
    words: 'cors origin spa single-page application javascript frontend react preflight',
  },
  {
    id: 'server',
    title: 'From your server',
    words: 'backend server key secret scope users cards lookup external id list cursor admin management m2m',
  },
  {
    id: 'errors',
    title: 'Errors',
    words: 'failure error codes status 400 401 403 404 problem details exception validation',
  },
  {
    id: 'limits',
    title: 'Limits',
    words: '429 503 413 rate limit throttled throttling quota retry-after too many requests size',
  },
]

/** What guides say about this installation, by name. */
export type Facts = Readonly<Record<string, string | number>>

/** The sources of the guides, by the names of their files. */
export type GuideFiles = Readonly<Record<string, string>>

export async function readGuideFiles(folder: URL): Promise<GuideFiles> {
  const names = await readdir(folder)
  const read = async (name: string) => [name, await readFile(new URL(name, folder), 'utf8')] as const
  return Object.fromEntries(await Promise.all(names.map(read)))
}

/**
 * Fills in the text of a guide: `{{name}}` is a fact or one of the `parts`, and `{{code:file}}` a file next to it.
 * @throws {TypeError} if there is nothing with the name
 */
export function guideArticle(
  { id, title }: Guide,
  files: GuideFiles,
  { facts, parts, server }: { facts: Facts; parts: Readonly<Record<string, Html>>; server: string },
): Html {
  const text = files[`${id}.html`] ?? ''
  const filled = text.replaceAll(/\{\{(?:code:)?([\w.-]+)\}\}/g, (whole, name: string) => {
    const value = whole.startsWith('{{code:')
      ? codeBlock(files[name], name, facts, server)
      : (parts[name] ?? facts[name])
    if (value === undefined) throw new TypeError(`The guide ${id} has nothing for ${whole}`)
    return html`${value}`.source
  })
  return html`<article class="guide" id="guide-${id}" aria-labelledby="guide-${id}-title">
<h2 id="guide-${id}-title"><a href="#guide-${id}">${title}</a></h2>
${new Html(filled)}
</article>
`
}

const languages: Readonly<Record<string, string>> = { js: 'Node', sh: 'Shell', json: 'Response' }

function codeBlock(source: string | undefined, name: string, facts: Facts, server: string): Html | undefined {
  if (source === undefined) return undefined
  const text = source.trimEnd().replaceAll('<api>', String(facts.api))
  return html`<figure class="code"><figcaption>${languages[name.split('.').at(-1) ?? ''] ?? ''}<button type="button" class="copy" hidden>Copy</button></figcaption><pre data-file="${name}"><code>${highlight(text, server)}</code></pre></figure>`
}
