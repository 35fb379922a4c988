/**
 * A Swagger UI plugin: above the answers of each operation stand its `x-codeSamples` as tabs. The key and the token that
 * a person has entered under Authorize take the place of `<apikey>` and `<access-token>`, and the address the page came
 * from that of the document.
 */
window.codeSamples = (full, server) => (system) => {
  const { React } = system
  const h = React.createElement
  const STORED = 'docs-language'
  const listeners = new Set()
  let chosen = readChosen()

  function readChosen() {
    try {
      return localStorage.getItem(STORED)
    } catch {
      return null
    }
  }

  function choose(label) {
    chosen = label
    try {
      localStorage.setItem(STORED, label)
    } catch {
      // A browser that keeps nothing still shows the choice until the page is left.
    }
    for (const listener of listeners) listener()
  }

  /** What was entered under Authorize; only what needs no quoting in any of the languages. */
  function entered(name) {
    const value = system.authSelectors.authorized()?.getIn([name, 'value'])
    return typeof value === 'string' && /^[\w.~+/=-]+$/.test(value) ? value : null
  }

  function useRedraw() {
    const [, redraw] = React.useReducer((count) => count + 1, 0)
    React.useEffect(() => {
      let last = `${entered('apikey')} ${entered('bearer')}`
      const unsubscribe = system.getStore().subscribe(() => {
        const now = `${entered('apikey')} ${entered('bearer')}`
        if (now !== last) redraw()
        last = now
      })
      listeners.add(redraw)
      return () => {
        unsubscribe()
        listeners.delete(redraw)
      }
    }, [])
  }

  /** The parts of a source text that are shown in colours of their own. */
  function coloured(source, lang) {
    const pattern =
      /('(?:[^'\\]|\\.)*')|(<[\w -]+>)|\b(var|const|await|import|from|new|function|if|throw|echo|array|curl)\b/g
    const parts = []
    let end = 0
    for (const match of source.matchAll(pattern)) {
      parts.push(source.slice(end, match.index))
      const kind = match[1] ? 'string' : match[2] ? 'open' : 'word'
      const isComment = lang === 'PHP' && match[0] === '<?php'
      parts.push(
        h(
          'span',
          { key: match.index, className: `code-${isComment ? 'word' : kind}` },
          inner(match[0], kind),
        ),
      )
      end = match.index + match[0].length
    }
    parts.push(source.slice(end))
    return parts
  }

  /** Placeholders within a string stand out, since they are what a reader has to fill in. */
  function inner(text, kind) {
    if (kind !== 'string') return text
    return text
      .split(/(<[\w -]+>)/)
      .map((part, index) => (index % 2 === 1 ? h('mark', { key: index }, part) : part))
  }

  function CopyButton({ text }) {
    const [isCopied, setCopied] = React.useState(false)
    if (!navigator.clipboard) return null
    const copy = async () => {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      setTimeout(() => setCopied(false), 2000)
    }
    return h(
      'button',
      { type: 'button', className: 'samples-copy', onClick: copy, 'aria-live': 'polite' },
      isCopied ? 'Copied' : 'Copy',
    )
  }

  function Samples({ samples, id }) {
    useRedraw()
    const index = Math.max(
      0,
      samples.findIndex((sample) => sample.label === chosen),
    )
    const { source, lang, label } = samples[index]
    const text = source
      .replaceAll(full.servers[0].url, server)
      .replaceAll('<apikey>', entered('apikey') ?? '<apikey>')
      .replaceAll('<access-token>', entered('bearer') ?? '<access-token>')
    const move = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -index, End: samples.length - 1 - index }[event.key]
      if (step === undefined) return
      event.preventDefault()
      const next = (index + step + samples.length) % samples.length
      choose(samples[next].label)
      document.getElementById(`${id}-tab-${next}`)?.focus()
    }
    const tab = (sample, position) =>
      h(
        'button',
        {
          key: sample.label,
          type: 'button',
          role: 'tab',
          id: `${id}-tab-${position}`,
          'aria-selected': position === index,
          'aria-controls': `${id}-panel`,
          tabIndex: position === index ? 0 : -1,
          onClick: () => choose(sample.label),
        },
        sample.label,
      )
    return h(
      'section',
      { className: 'samples', 'aria-label': 'Samples' },
      h(
        'div',
        { className: 'samples-head' },
        h('div', { role: 'tablist', 'aria-label': 'Language', onKeyDown: move }, samples.map(tab)),
        h(CopyButton, { text, key: label }),
      ),
      h(
        'pre',
        { role: 'tabpanel', id: `${id}-panel`, 'aria-labelledby': `${id}-tab-${index}`, tabIndex: 0 },
        h('code', null, coloured(text, lang)),
      ),
    )
  }

  return {
    wrapComponents: {
      responses: (Original) => (props) => {
        const operation = full.paths[props.path]?.[props.method]
        const samples = operation?.['x-codeSamples'] ?? []
        const id = `samples-${operation?.operationId}`
        return h(React.Fragment, null, samples.length > 0 && h(Samples, { samples, id }), h(Original, props))
      },
    },
  }
}
