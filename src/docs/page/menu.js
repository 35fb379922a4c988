const wide = window.matchMedia('(min-width: 60rem)')

/** The side menu: search as one types, the place of the reader, and opening it on narrow screens. */
export function startMenu() {
  const search = document.getElementById('search')
  const entries = [...document.querySelectorAll('#entries li, #error-entries li')].map(entryOf)
  search.addEventListener('input', () => showResults(entries, search.value))
  startKeys(search)
  startButton(search)
  followReader()
  showResults(entries, search.value)
}

function entryOf(element) {
  const [title, kind] = [...element.querySelector('a').children].map(({ textContent }) => textContent)
  const text = `${kind} ${element.dataset.words}`
  return { element, title: wordsOf(title), rest: wordsOf(text), text: text.toLowerCase() }
}

/** Splits at white space, at everything but letters and digits, and where a capital begins a word: `getProfile`. */
function wordsOf(text) {
  const whole = text.toLowerCase().split(/[\s,;()]+/)
  const parts = text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  return [...new Set([...whole, ...parts])].filter(Boolean)
}

function showResults(entries, query) {
  const asked = query.trim() !== ''
  const found = asked ? find(entries, query) : []
  const results = document.getElementById('results')
  results.replaceChildren(...found.map(({ element }) => element.cloneNode(true)))
  results.hidden = found.length === 0
  document.getElementById('entries').hidden = asked
  document.getElementById('found').textContent = asked ? countText(found.length) : ''
}

function countText(count) {
  if (count === 0) return 'Nothing found. Try another word.'
  return count === 1 ? '1 result' : `${count} results`
}

/** Returns the entries that have every word, or words that are one typing mistake away; best first. */
function find(entries, query) {
  const words = query.toLowerCase().trim().split(/\s+/)
  const ranked = (matches) =>
    entries
      .map((entry) => ({ ...entry, score: scoreOf(entry, words, matches) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
  const exact = ranked((word, asked) => word.startsWith(asked))
  return exact.length > 0 ? exact : ranked((word, asked) => asked.length > 3 && isNear(word, asked))
}

/** The score is 0 unless every word matches; one in the title counts more, and a whole word counts more. */
function scoreOf({ title, rest, text }, words, matches) {
  let score = 0
  for (const asked of words) {
    const list = [title, rest].find((candidates) => candidates.some((word) => matches(word, asked)))
    const isPart = /[^\p{L}\p{N}]/u.test(asked) && text.includes(asked)
    if (!list && !isPart) return 0
    score += (list === title ? 4 : 1) + (list?.includes(asked) ? 2 : 0)
  }
  return score
}

/** Whether one letter is missing, too many, wrong, or in the place of its neighbor. */
function isNear(word, asked) {
  const cut = word.slice(0, asked.length + 1)
  let start = 0
  while (start < asked.length && asked[start] === cut[start]) start++
  const rest = asked.slice(start)
  const other = cut.slice(start)
  return (
    other.startsWith(rest.slice(1)) ||
    other.slice(1).startsWith(rest) ||
    other.slice(1).startsWith(rest.slice(1)) ||
    (rest[0] === other[1] && rest[1] === other[0] && other.slice(2).startsWith(rest.slice(2)))
  )
}

function startKeys(search) {
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest('input, textarea, select')) return
    event.preventDefault()
    setOpen(true)
    search.focus()
    search.select()
  })
  const menu = document.getElementById('menu')
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return leave(search)
    if (event.key === 'Enter' && event.target === search) return menu.querySelector('#results a')?.click()
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const stops = [search, ...menu.querySelectorAll('#results:not([hidden]) a, #entries:not([hidden]) a')]
    const next = stops[stops.indexOf(document.activeElement) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  })
}

/** Escape first empties the search, then closes the menu. */
function leave(search) {
  if (search.value !== '') {
    search.value = ''
    search.dispatchEvent(new Event('input'))
    search.focus()
    return
  }
  if (wide.matches) return
  setOpen(false)
  document.getElementById('menu-button').focus()
}

function setOpen(isOpen) {
  document.getElementById('menu-button').setAttribute('aria-expanded', String(isOpen))
  document.body.classList.toggle('menu-open', isOpen)
}

function startButton(search) {
  const button = document.getElementById('menu-button')
  button.addEventListener('click', () => {
    const isOpen = button.getAttribute('aria-expanded') !== 'true'
    setOpen(isOpen)
    if (isOpen) search.focus()
  })
  document.getElementById('menu').addEventListener('click', ({ target }) => {
    const link = target.closest('a')
    if (!link) return
    setOpen(false)
    // The next Tab goes on from there.
    const place = document.getElementById(link.hash.slice(1))
    place.tabIndex = -1
    place.focus({ preventScroll: true })
  })
}

/** Marks the entry of what is at the top of the screen. */
function followReader() {
  const links = new Map(
    [...document.querySelectorAll('#entries a')].map((link) => [link.hash.slice(1), link]),
  )
  const visible = new Set()
  const observer = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) visible[isIntersecting ? 'add' : 'delete'](target.id)
      const current = [...links.keys()].find((id) => visible.has(id))
      if (current === undefined) return
      for (const [id, link] of links) {
        if (id === current) link.setAttribute('aria-current', 'true')
        else link.removeAttribute('aria-current')
      }
      keepInView(links.get(current))
    },
    { rootMargin: '-15% 0px -70% 0px' },
  )
  for (const id of links.keys()) observer.observe(document.getElementById(id))
}

/** Scrolls the menu only, never the page. */
function keepInView(link) {
  const menu = document.getElementById('menu')
  if (!wide.matches || menu.contains(document.activeElement)) return
  const [outer, inner] = [menu.getBoundingClientRect(), link.getBoundingClientRect()]
  if (inner.top < outer.top + 100 || inner.bottom > outer.bottom - 40)
    menu.scrollTop += inner.top - outer.top - outer.height / 3
}
