const STORED = 'docs-language'

/** What the placeholders stand for, as far as it is known. */
const values = new Map()

/**
 * The samples: their tabs, copying, and the values for their placeholders. Key and token stay in the page and are
 * never stored.
 */
export function startSamples() {
  const groups = [...document.querySelectorAll('.samples')].map(groupOf)
  const choose = (label) => {
    for (const group of groups) show(group, label)
  }
  for (const group of groups) startTabs(group, choose)
  const stored = readChosen()
  if (stored !== null) choose(stored)
  if (navigator.clipboard) for (const button of document.querySelectorAll('.copy')) startCopy(button)
  const server = new URL(document.body.dataset.root, location.href).href.replace(/\/$/, '')
  fill('server', server)
  return startCredentials(server)
}

/** The sources are parts of the document; only the chosen one is in the page. */
function groupOf(element) {
  const panel = element.querySelector('[role=tabpanel]')
  const others = [...element.querySelectorAll('template')].map(({ content }) => content.firstElementChild)
  return {
    tabs: [...element.querySelectorAll('[role=tab]')],
    panel,
    sources: [panel.firstElementChild, ...others],
  }
}

function show({ tabs, panel, sources }, label) {
  const index = tabs.findIndex(({ textContent }) => textContent === label)
  if (index === -1) return
  tabs.forEach((tab, position) => {
    tab.setAttribute('aria-selected', String(position === index))
    tab.tabIndex = position === index ? 0 : -1
  })
  panel.setAttribute('aria-labelledby', tabs[index].id)
  panel.replaceChildren(sources[index])
  refill(panel)
}

function startTabs({ tabs }, choose) {
  const list = tabs[0].parentElement
  list.addEventListener('click', ({ target }) => {
    if (tabs.includes(target)) select(target, choose)
  })
  list.addEventListener('keydown', (event) => {
    const index = tabs.indexOf(document.activeElement)
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const tab = tabs[(next + tabs.length) % tabs.length]
    select(tab, choose)
    tab.focus()
  })
}

/** Chooses a language for every operation; what the reader looks at stays in its place. */
function select(tab, choose) {
  const { top } = tab.getBoundingClientRect()
  choose(tab.textContent)
  try {
    localStorage.setItem(STORED, tab.textContent)
  } catch {
    // Without storage, the choice applies until the page is left.
  }
  window.scrollBy({ top: tab.getBoundingClientRect().top - top, behavior: 'instant' })
}

function readChosen() {
  try {
    return localStorage.getItem(STORED)
  } catch {
    return null
  }
}

function startCopy(button) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const source = button.closest('.samples, .code').querySelector('pre').textContent
    const isCopied = await navigator.clipboard.writeText(source).then(
      () => true,
      () => false,
    )
    button.textContent = isCopied ? 'Copied' : 'Press Ctrl+C'
    setTimeout(() => {
      button.textContent = 'Copy'
    }, 2000)
  })
}

function fill(name, text) {
  values.set(name, text)
  refill(document)
}

function refill(part) {
  for (const element of part.querySelectorAll('[data-fill]')) {
    const value = values.get(element.dataset.fill)
    if (value !== undefined) element.textContent = value
  }
}

/** What is entered replaces placeholders if it needs no quoting in any of the languages. */
function startCredentials(server) {
  const { apikey, 'access-token': token } = document.getElementById('credentials').elements
  const status = document.getElementById('credentials-status')
  const take = ({ name, value }) =>
    fill(name, /^[\w.~+/=-]+$/.test(value.trim()) ? value.trim() : `<${name}>`)
  for (const input of [apikey, token]) {
    input.addEventListener('input', () => take(input))
    // Browsers keep what was typed over a reload.
    take(input)
  }
  document.getElementById('credentials').addEventListener('submit', (event) => event.preventDefault())
  return {
    server,
    key: () => apikey.value.trim(),
    token: () => token.value.trim(),
    signIn(access) {
      token.value = access
      take(token)
      status.textContent = 'Signed in. Samples and forms on this page now have the access token.'
    },
  }
}
