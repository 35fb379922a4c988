/**
 * Comments with the names and pictures of their authors. It stores what people write and who they are: an id. Everything else
 * about them is in the User Profile service.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import * as oidc from 'openid-client'
import { Webhook } from 'standardwebhooks'

const files = {
  '/': ['text/html; charset=utf-8', readFileSync(new URL('page.html', import.meta.url))],
  '/page.js': ['text/javascript; charset=utf-8', readFileSync(new URL('page.js', import.meta.url))],
}
const BODY_MAX = 100_000

/** Starts the application; README.md says what the settings are. */
export async function startComments(settings) {
  const { url, profileUrl, apikey, serverKey, webhookSecret, issuer, clientId, clientSecret, audience } =
    settings
  const webhook = new Webhook(webhookSecret)
  const sessions = new Map() // What the cookie of a browser stands for.
  const comments = [] // { id, author, text }, where the author is the id of a person.
  const cards = new Map() // Names and pictures, by the id of the person.
  const readers = new Set() // Pages that are open.

  const isLocal = new URL(issuer).protocol === 'http:'
  const provider = await oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    execute: isLocal ? [oidc.allowInsecureRequests] : [],
  })

  /** Calls the service. */
  async function call(path, headers, body) {
    const answer = await fetch(`${profileUrl}/api/v1/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path} responds with ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }

  /** Returns the comments as the page shows them: one call for all authors that are not known yet. */
  async function shownComments() {
    const unknown = [...new Set(comments.map(({ author }) => author))].filter((id) => !cards.has(id))
    if (unknown.length > 0) {
      const { data } = await call('cards/lookup/', { apikey: serverKey }, { ids: unknown.slice(0, 1000) })
      for (const card of data.cards) cards.set(card.id, card)
    }
    return comments.map(({ id, author, text }) => {
      const card = cards.get(author) // Removed and disabled people have none.
      return { id, text, name: card?.display_name ?? 'Somebody', picture: card?.picture['64'] ?? null }
    })
  }

  function tellReaders() {
    for (const reader of readers) reader.write('data: changed\n\n')
  }

  const routes = {
    /** Leads to the provider. State and verifier are bound to this browser. */
    async 'GET /sign-in'(_request, response) {
      const session = { state: oidc.randomState(), verifier: oidc.randomPKCECodeVerifier() }
      const to = oidc.buildAuthorizationUrl(provider, {
        redirect_uri: `${url}/callback`,
        scope: 'openid',
        resource: audience,
        state: session.state,
        code_challenge: await oidc.calculatePKCECodeChallenge(session.verifier),
        code_challenge_method: 'S256',
      })
      remember(response, session)
      redirect(response, to.href)
    },

    /** Comes back from the provider with a code. The service says who its access token belongs to. */
    async 'GET /callback'(request, response) {
      const begun = sessionOf(request)
      if (!begun?.state) return redirect(response, '/')
      const tokens = await oidc.authorizationCodeGrant(
        provider,
        new URL(request.url, url),
        { expectedState: begun.state, pkceCodeVerifier: begun.verifier },
        { resource: audience },
      )
      const person = await call('user/userinfo/', { apikey, authorization: `Bearer ${tokens.access_token}` })
      sessions.delete(cookieOf(request))
      remember(response, { person: person.sub })
      redirect(response, '/')
    },

    async 'GET /comments'(request, response) {
      const isSignedIn = sessionOf(request)?.person !== undefined
      send(response, 200, {
        isSignedIn,
        profileUrl: `${profileUrl}/?return_to=${encodeURIComponent(url)}`,
        comments: await shownComments(),
      })
    },

    async 'POST /comments'(request, response) {
      const author = sessionOf(request)?.person
      if (!author) return send(response, 401, {})
      const { text } = JSON.parse(await bodyOf(request))
      comments.push({ id: randomUUID(), author, text: String(text).slice(0, 1000) })
      send(response, 200, {})
      tellReaders()
    },

    /** Something happened to a person: what is known of them is outdated. */
    async 'POST /webhooks'(request, response) {
      let event
      try {
        event = webhook.verify(await bodyOf(request), request.headers)
      } catch {
        return send(response, 400, {})
      }
      cards.delete(event.data.user_id)
      send(response, 200, {})
      tellReaders()
    },

    /** Server-sent events: the page reads the comments again when something has changed. */
    async 'GET /changes'(_request, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write(':\n\n')
      readers.add(response)
      response.on('close', () => readers.delete(response))
    },
  }

  const cookieOf = (request) => /(?:^|; )comments=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
  const sessionOf = (request) => sessions.get(cookieOf(request))
  function remember(response, session) {
    const id = randomUUID()
    sessions.set(id, session)
    response.setHeader('set-cookie', `comments=${id}; HttpOnly; SameSite=Lax; Path=/`)
  }

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, url)
    const [type, file] = files[pathname] ?? []
    const route = routes[`${request.method} ${pathname}`]
    try {
      if (file) response.writeHead(200, { 'content-type': type }).end(file)
      else if (route) await route(request, response)
      else send(response, 404, {})
    } catch (error) {
      console.error(error)
      if (!response.headersSent) send(response, 500, {})
    }
  })
  await new Promise((resolve) => server.listen(new URL(url).port, resolve))
  return server
}

async function bodyOf(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > BODY_MAX) throw new Error('the body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function redirect(response, to) {
  response.writeHead(302, { location: to }).end()
}

function send(response, status, body) {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body))
}

if (import.meta.main) {
  const { env } = process
  await startComments({
    url: env.URL ?? 'http://localhost:3000',
    profileUrl: env.PROFILE_URL,
    apikey: env.APIKEY,
    serverKey: env.SERVER_KEY,
    webhookSecret: env.WEBHOOK_SECRET,
    issuer: env.ISSUER,
    clientId: env.CLIENT_ID,
    clientSecret: env.CLIENT_SECRET,
    audience: env.AUDIENCE,
  })
  console.log(`Comments: ${env.URL ?? 'http://localhost:3000'}`)
}
