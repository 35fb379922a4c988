/** The forms that send the request of an operation. `session` has what the reader entered. */
export function startForms(session) {
  for (const form of document.querySelectorAll('.try form')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      send(form, session).catch((error) => {
        form.querySelector('.answer').textContent = `No response: ${error.message}`
      })
    })
  }
}

async function send(form, session) {
  const answer = form.querySelector('.answer')
  const missing = missingCredential(form, session)
  if (missing) {
    answer.replaceChildren(...missing)
    return
  }
  const button = form.querySelector('.send')
  button.setAttribute('aria-disabled', 'true')
  answer.textContent = 'Sending …'
  try {
    const begun = performance.now()
    const response = await fetch(addressOf(form, session), requestOf(form, session))
    await showResponse(answer, response, Math.round(performance.now() - begun), session)
  } finally {
    button.removeAttribute('aria-disabled')
  }
}

function missingCredential({ dataset: { access } }, session) {
  const link = (href, text) => Object.assign(document.createElement('a'), { href, textContent: text })
  if (access !== 'open' && session.key() === '')
    return ['Enter the API key of your application ', link('#guide-start-key', 'in the first guide'), '.']
  if (access === 'user' && session.token() === '')
    return [
      'Enter an access token ',
      link('#guide-start-key', 'in the first guide'),
      ', or ',
      link('#signIn', 'sign in'),
      '.',
    ]
  return null
}

/** Inputs in a place that are filled in; optional fields left empty are not sent. */
function filled(form, place) {
  return [...form.querySelectorAll(`[data-place=${place}]`)].filter(
    (input) => input.value !== '' || place === 'path',
  )
}

function addressOf(form, { server }) {
  const path = filled(form, 'path').reduce(
    (address, { name, value }) => address.replace(`{${name}}`, encodeURIComponent(value)),
    form.dataset.path,
  )
  const query = new URLSearchParams(filled(form, 'query').map(({ name, value }) => [name, value]))
  return `${server}${path}${query.size > 0 ? `?${query}` : ''}`
}

function requestOf(form, session) {
  const { method, access } = form.dataset
  const headers = new Headers(filled(form, 'header').map(({ name, value }) => [name, value]))
  if (access !== 'open') headers.set('apikey', session.key())
  if (access === 'user') headers.set('Authorization', `Bearer ${session.token()}`)
  const fields = filled(form, 'body')
  if (fields.length === 0) return { method, headers }
  const body = new FormData()
  for (const { name, value, files } of fields) body.append(name, files?.[0] ?? value)
  return { method, headers, body }
}

async function showResponse(answer, response, milliseconds, session) {
  const head = document.createElement('p')
  head.className = 'answer-head'
  head.append(
    Object.assign(document.createElement('strong'), {
      textContent: `${response.status} ${response.statusText}`.trim(),
    }),
    ` in ${milliseconds} ms`,
  )
  const isText = /json|text/.test(response.headers.get('content-type') ?? '')
  const content = isText ? await textOf(response, session) : await fileOf(response)
  answer.replaceChildren(head, ...content)
}

async function textOf(response, session) {
  const text = await response.text()
  const value = parsed(text)
  if (response.ok && typeof value?.access === 'string') session.signIn(value.access)
  const pre = document.createElement('pre')
  pre.textContent = value === undefined ? text : JSON.stringify(value, null, 2)
  return [pre]
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function fileOf(response) {
  const blob = await response.blob()
  if (blob.size === 0) return []
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `download.${blob.type.split('/').at(-1)}`
  link.textContent = `Save the file (${blob.type}, ${blob.size.toLocaleString('en')} bytes)`
  return [link]
}
