import { catalogueLists } from './catalogue.ts'
import { type ApiDocument, type Operation, operationsOf } from './document.ts'
import { type Facts, type GuideFiles, guideArticle, guides } from './guides.ts'
import { type Html, html, inline, type LinkOf } from './markup.ts'
import { sideMenu } from './menu.ts'
import { operationArticle, type View } from './operation.ts'

/** A limit as the guide lists it. */
export interface RateLimit {
  what: string
  points: number
  seconds: number
}

export interface ReferenceOptions {
  document: ApiDocument
  files: GuideFiles
  facts: Facts
  limits: readonly RateLimit[]
  /** Keys of the failures that all operations of a kind share. */
  commonFailures: ReadonlySet<string>
  /** Path of the API. */
  base: string
}

/** Addresses of the page's files and of the service, relative to the address of the page. */
export interface Place {
  docs: string
  root: string
}

/** Creates the reference page. It needs no script to be read. */
export function referencePage(options: ReferenceOptions, { docs, root }: Place): string {
  const { document, base } = options
  const { title } = document.info
  const view = viewOf(options)
  const address = `${root}${base}/openapi.json`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} API</title>
<link rel="icon" href="${docs}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${docs}reference.css">
<link rel="alternate" type="application/json" href="${address}" title="OpenAPI 3.1">
<script type="module" src="${docs}reference.js"></script>
</head>
<body data-root="${root}" data-server="${view.server}">
<a class="skip" href="#main">Skip to content</a>
<header class="head">
<a class="brand" href="#main"><img src="${docs}logo" alt="" height="28"> <span>${title} <span class="brand-api">API</span></span></a>
<a class="head-link" href="${address}">OpenAPI 3.1</a>
<button type="button" id="menu-button" aria-expanded="false" aria-controls="menu">Menu</button>
</header>
<div class="frame">
<nav id="menu" aria-label="Reference">
<div class="search"><label for="search">Search</label><input type="search" id="search" autocomplete="off" spellcheck="false" aria-describedby="search-hint" placeholder="avatar, 429, time zone …"><p id="search-hint">Press <kbd>/</kbd> to search</p></div>
<p id="found" role="status"></p>
<ul id="results" aria-label="Results" hidden></ul>
${sideMenu(document, view.operations, guides)}
</nav>
<main id="main" tabindex="-1">
<h1>${title} API</h1>
<p class="lead">${inline(document.info.description.split('\n\n')[0] ?? '', view.linkOf)}</p>
${guideArticles(options, view)}
${document.tags.map((tag) => group(view, tag))}
</main>
</div>
</body>
</html>
`.source
}

function viewOf({ document, commonFailures, base }: ReferenceOptions): View {
  const operations = operationsOf(document)
  return {
    document,
    operations,
    linkOf: operationLinks(operations, base),
    server: document.servers[0]?.url ?? '',
    isCommon: (key) => commonFailures.has(key),
  }
}

/** Finds the operation that a code such as `POST user/login/` or `user/login/` names. */
function operationLinks(operations: readonly Operation[], base: string): LinkOf {
  const ids = new Map<string, string>()
  for (const { id, method, path } of operations) {
    const short = path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path
    for (const name of [`${method} ${short}`, short]) ids.set(name, ids.get(name) ?? id)
  }
  return (code) => {
    const id = ids.get(code)
    return id === undefined ? null : `#${id}`
  }
}

function group(view: View, { name, description }: { name: string; description: string }): Html {
  const id = `group-${name.toLowerCase().replaceAll(/\W+/g, '-')}`
  return html`<section class="group" id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title"><a href="#${id}">${name}</a></h2>
<p>${inline(description, view.linkOf)}</p>
${view.operations.filter((operation) => operation.group === name).map((operation) => operationArticle(view, operation))}
</section>
`
}

function guideArticles({ files, facts, limits, commonFailures }: ReferenceOptions, view: View): Html {
  const parts = {
    credentials: credentialsForm(),
    limits: limitTable(limits),
    catalogue: catalogueLists((key) => commonFailures.has(key), view.operations),
  }
  const { server } = view
  return html`${guides.map((guide) => guideArticle(guide, files, { facts, parts, server }))}`
}

/** What the reader enters replaces the placeholders of samples and is sent by the forms. */
function credentialsForm(): Html {
  return html`<form class="credentials" id="credentials" autocomplete="off" aria-label="Credentials">
<div><label for="apikey">API key</label><input id="apikey" name="apikey" type="text" spellcheck="false"></div>
<div><label for="access-token">Access token</label><input id="access-token" name="access-token" type="text" spellcheck="false" aria-describedby="token-hint"></div>
<p id="token-hint" class="quiet">Or <a href="#signIn">sign in on this page</a> under "Try it": the token is filled in here.</p>
<p id="credentials-status" role="status"></p>
</form>`
}

function limitTable(limits: readonly RateLimit[]): Html {
  return html`<table>
<thead><tr><th scope="col">What counts</th><th scope="col">Limit</th></tr></thead>
<tbody>${limits.map(
    ({ what, points, seconds }) =>
      html`<tr><th scope="row">${what}</th><td>${points} in ${spanOf(seconds)}</td></tr>`,
  )}</tbody>
</table>`
}

function spanOf(seconds: number): string {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? '24 hours' : `${seconds / 86_400} days`
  if (seconds % 3600 === 0) return seconds === 3600 ? 'an hour' : `${seconds / 3600} hours`
  return seconds === 60 ? 'a minute' : `${seconds / 60} minutes`
}
