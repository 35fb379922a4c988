/**
 * A Swagger UI plugin: in place of one block for each failing status stands one table of every failure that the operation
 * can answer, as status, error type, field and message; a message opens the whole answer.
 */
window.failureTables = (full) => (system) => {
  const { React } = system
  const h = React.createElement

  /** An example of the document, or the shared one that it points to. */
  function resolve(example) {
    return example.$ref ? full.components.examples[example.$ref.split('/').at(-1)] : example
  }

  function rowsOf(operation) {
    return Object.entries(operation?.responses ?? {})
      .filter(([status]) => Number(status) >= 400)
      .flatMap(([, response]) =>
        Object.entries(response.content?.['application/json']?.examples ?? {}).map(([name, example]) => {
          const { value } = resolve(example)
          const [[field, texts]] = Object.entries(value.errors)
          const isDetail = field === 'detail'
          return { name, value, field: isDetail ? '' : field, text: isDetail ? texts : texts.join(' ') }
        }),
      )
  }

  function row({ name, value, field, text }) {
    return h(
      'tr',
      { key: name },
      h('td', null, value.status_code),
      h('td', null, value.error_type),
      h('td', null, field && h('code', null, field)),
      h(
        'td',
        null,
        h('details', null, h('summary', null, text), h('pre', null, JSON.stringify(value, null, 2))),
      ),
    )
  }

  function Failures({ operation }) {
    const rows = rowsOf(operation)
    if (rows.length === 0) return null
    const heads = ['Status', 'Error type', 'Field', 'Message']
    return h(
      React.Fragment,
      null,
      h('div', { className: 'opblock-section-header' }, h('h4', null, 'Failures')),
      h(
        'div',
        { className: 'failures' },
        h(
          'table',
          null,
          h(
            'thead',
            null,
            h(
              'tr',
              null,
              heads.map((text) => h('th', { key: text, scope: 'col' }, text)),
            ),
          ),
          h('tbody', null, rows.map(row)),
        ),
      ),
    )
  }

  return {
    wrapComponents: {
      responses: (Original) => (props) =>
        h(
          React.Fragment,
          null,
          h(Original, props),
          h(Failures, { operation: full.paths[props.path]?.[props.method] }),
        ),
      // Every answer names its request; only headers that differ from answer to answer are worth a line.
      headers: (Original) => (props) => {
        const headers = props.headers?.filter((_header, name) => name !== 'X-Request-Id')
        return headers && headers.size > 0 ? h(Original, { ...props, headers }) : null
      },
    },
  }
}
