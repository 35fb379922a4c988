import { failures, fieldMessages } from '../errors/error-catalogue.ts'
import type { Operation } from './document.ts'
import { type Html, html } from './markup.ts'

/** An error that can be linked to and searched for. */
export interface CatalogueEntry {
  id: string
  status: number
  type: string
  code: string
  texts: readonly string[]
}

/** Returns the errors of requests as a whole and those of single fields, each code of a status once. */
export function catalogueEntries(): { request: CatalogueEntry[]; field: CatalogueEntry[] } {
  const { status, type } = failures.validation
  return {
    request: merged(
      Object.values(failures).toSorted((a, b) => a.status - b.status),
      '',
    ),
    field: merged(
      Object.values(fieldMessages).map((message) => ({ status, type, ...message })),
      'field-',
    ),
  }
}

function merged(
  list: readonly { status: number; type: string; code: string; text: string; message?: string }[],
  prefix: string,
): CatalogueEntry[] {
  const entries = new Map<string, CatalogueEntry>()
  for (const { status, type, code, text, message } of list) {
    const id = `error-${prefix}${status}-${code}`
    const texts = [...(entries.get(id)?.texts ?? []), message ?? text]
    entries.set(id, { id, status, type, code, texts: [...new Set(texts)] })
  }
  return [...entries.values()]
}

/** The lists of the guide to errors. */
export function catalogueLists(isCommon: (key: string) => boolean, operations: readonly Operation[]): Html {
  const { request, field } = catalogueEntries()
  const common = operations.flatMap((operation) => operation.failures.filter(({ key }) => isCommon(key)))
  const codes = new Set(common.map(({ status, code }) => `${status} ${code}`))
  const isOfAll = ({ status, code }: CatalogueEntry) => codes.has(`${status} ${code}`)
  return html`<h3 id="errors-common">Common errors</h3>
<p>Any operation that takes a key, a token or a body can return these, so they are not repeated there.</p>
${entryList(request.filter(isOfAll))}
<h3 id="errors-other">Other errors of a request</h3>
${entryList(request.filter((entry) => !isOfAll(entry)))}
<h3 id="errors-fields">Errors of a field</h3>
<p>Status 400. Each faulty field has a list of them.</p>
${entryList(field)}`
}

function entryList(entries: readonly CatalogueEntry[]): Html {
  return html`<dl class="catalogue">${entries.map(
    ({ id, status, code, texts }) =>
      html`<dt id="${id}"><span class="status">${status}</span> <code>${code}</code></dt>${texts.map((text) => html`<dd>${text}</dd>`)}`,
  )}</dl>`
}
