import type { JsonSchema } from '../protocol/json-schema.ts'
import type { ApiDocument, Failure, Operation, Sample } from './document.ts'
import { fieldList, hasFields, parameterList, propertiesOf } from './fields.ts'
import { type Html, highlight, html, type LinkOf, prose } from './markup.ts'
import { tryForm } from './try-form.ts'

export interface View {
  document: ApiDocument
  operations: readonly Operation[]
  linkOf: LinkOf
  /** Public URL of the service, as the samples have it. */
  server: string
  /** Whether every operation of the kind can be refused this way, so that the errors are explained once. */
  isCommon: (key: string) => boolean
}

/** Everything about one operation. */
export function operationArticle(view: View, operation: Operation): Html {
  const { id, method, path, title, description } = operation
  return html`<article class="operation" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title"><a href="#${id}">${title}</a></h3>
<p class="call"><span class="method" data-method="${method}">${method}</span> <code>${path}</code></p>
${sameAs(view, operation)}
<div class="columns"><div class="explained">
${description && prose(description, view.linkOf)}
${access[operation.access](operation)}
${parameters(view, operation)}
${body(view, operation)}
${answer(view, operation)}
${failureSection(view, operation.failures)}
</div><div class="shown">
${samples(view, operation)}
${example(operation)}
${operation.access !== 'server' && tryForm(operation)}
</div></div>
</article>
`
}

const access: Readonly<Record<Operation['access'], (operation: Operation) => Html>> = {
  open: () => html`<p class="access">Needs no API key.</p>`,
  key: () => html`<p class="access">Needs the <a href="#guide-start">API key</a> of your application.</p>`,
  user: () =>
    html`<p class="access">Needs the <a href="#guide-start">API key</a> of your application and an <a href="#guide-sign-in">access token</a>.</p>`,
  server: ({ scope }) =>
    html`<p class="access">Needs the <a href="#guide-server">key of a server</a> with the scope <code>${scope ?? ''}</code>.</p>`,
}

function sameAs({ operations }: View, { sameAs: id }: Operation): Html | null {
  const twin = operations.find((operation) => operation.id === id)
  if (!twin) return null
  return html`<p class="same">Same as <a href="#${twin.id}">${twin.title}, <code>${twin.method} ${twin.path}</code></a>. Both stay; use that one in new code.</p>`
}

function parameters({ document, linkOf }: View, operation: Operation): Html {
  const places = [
    ['path', 'Path'],
    ['query', 'Query'],
    ['header', 'Headers'],
  ] as const
  return html`${places.map(([place, title]) => {
    const list = operation.parameters.filter((parameter) => parameter.in === place)
    return list.length > 0 && html`<h4>${title}</h4>${parameterList({ document, linkOf }, list)}`
  })}`
}

function body({ document, linkOf }: View, operation: Operation): Html | null {
  if (!operation.body) return null
  const { schema, types } = operation.body
  return html`<h4>Body</h4>
${!hasFields(schema) && html`<p class="quiet">As ${types.map((type, i) => html`${i > 0 && ' or '}<code>${type}</code>`)}.</p>${typeof schema.description === 'string' && prose(schema.description, linkOf)}`}
${hasFields(schema) && types.length === 1 && html`<p class="quiet">Only as <code>${types[0] ?? ''}</code>, since it has a file.</p>`}
${fieldList({ document, linkOf }, schema)}`
}

function answer({ document, linkOf }: View, { id, answer: given, types }: Operation): Html | null {
  if (given === null)
    return types.length === 0 ? null : html`<h4>Response</h4><p>A file: ${types.join(', ')}.</p>`
  const data = propertiesOf(given.schema).data as JsonSchema | undefined
  const isEnvelope = 'status_code' in propertiesOf(given.schema) && data !== undefined
  const shown = isEnvelope ? dataOf(document, data) : given.schema
  if (!hasFields(shown)) return null
  return html`<details class="more" id="${id}-response"><summary>Response fields${isEnvelope && html` in <code>data</code>`}</summary>${fieldList({ document, linkOf }, shown)}</details>`
}

function dataOf(document: ApiDocument, data: JsonSchema): JsonSchema {
  const name = typeof data.$ref === 'string' ? data.$ref.split('/').at(-1) : undefined
  return name === undefined ? data : (document.components.schemas[name] ?? {})
}

function failureSection({ isCommon }: View, failures: readonly Failure[]): Html | null {
  const own = failures.filter(({ key }) => !isCommon(key))
  const common = html`<a href="#errors-common">${own.length > 0 ? 'common errors' : 'Common errors'}</a>`
  if (own.length === 0) return html`<p class="quiet">${common} only.</p>`
  return html`<details class="more"><summary>Errors</summary>${failureList(own)}<p class="quiet">Besides the ${common}.</p></details>`
}

/** Lists failures by status. */
function failureList(failures: readonly Failure[]): Html {
  const heads = [...new Set(failures.map(({ status, type }) => `${status} ${type}`))]
  return html`<dl class="failures">${heads.map((head) => {
    const list = failures.filter(({ status, type }) => `${status} ${type}` === head)
    return html`<dt>${head}</dt><dd><ul>${list.map(
      ({ field, code, text }) =>
        html`<li>${field !== null && html`<code class="field-name">${field}</code> `}<code>${code}</code> ${text}</li>`,
    )}</ul></dd>`
  })}</dl>`
}

/** The first sample is shown; the script of the page puts another in its place. */
function samples({ server }: View, { id, samples: list }: Operation): Html {
  const [first, ...others] = list
  const source = (sample: Sample) => html`<code>${highlight(sample.source, server)}</code>`
  return html`<div class="samples">
<div class="samples-head"><div role="tablist" aria-label="Language">${list.map(
    ({ label }, index) =>
      html`<button type="button" role="tab" id="${id}-tab-${index}" aria-controls="${id}-sample" aria-selected="${index === 0 ? 'true' : 'false'}"${index > 0 && html` tabindex="-1"`}>${label}</button>`,
  )}</div><button type="button" class="copy" hidden>Copy</button></div>
<pre role="tabpanel" id="${id}-sample" aria-labelledby="${id}-tab-0" tabindex="0">${first ? source(first) : null}</pre>
${others.map((sample) => html`<template>${source(sample)}</template>`)}</div>`
}

function example({ answer: given }: Operation): Html | null {
  if (given?.example === undefined) return null
  return html`<figure class="example"><figcaption>Response</figcaption><pre><code>${highlight(JSON.stringify(given.example, null, 2), '\0')}</code></pre></figure>`
}
