/** Starts Swagger UI on the document that the page names, against the host that the page came from. */
start().catch((error) => {
  document.getElementById('swagger-ui').textContent = `The documentation did not load: ${error.message}`
})

async function start() {
  followColours()
  const address = document.querySelector('link[rel=alternate]').href
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  const full = await answer.json()
  const server = new URL(document.querySelector('main').dataset.root, location.href).href.replace(/\/$/, '')
  const ui = window.SwaggerUIBundle({
    spec: window.pageDocument(full, server),
    dom_id: '#swagger-ui',
    layout: 'BaseLayout',
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    showExtensions: false,
    validatorUrl: null,
    plugins: [window.codeSamples(full, server), window.failureTables(full), emptyFieldsStayOut],
    responseInterceptor: (response) => keepToken(ui, response),
    onComplete: () => document.body.classList.add('is-ready'),
  })
  document.getElementById('to-authorize').addEventListener('click', () => {
    document.querySelector('.auth-wrapper .authorize').click()
  })
  document.getElementById('to-login').addEventListener('click', () => openOperation('signIn'))
}

/** An optional field that is left empty is not sent, unless the reader says so. */
function emptyFieldsStayOut({ React }) {
  return {
    wrapComponents: {
      ParameterIncludeEmpty: (Original) => (props) =>
        React.createElement(Original, {
          ...props,
          isIncludedOptions: { ...props.isIncludedOptions, defaultValue: false },
        }),
    },
  }
}

/** Signing in through the page authorizes what is tried out after it. */
function keepToken(ui, response) {
  const isToken = /\/user\/(login|token\/refresh)\/?$/.test(response.url)
  const access = isToken && response.ok ? response.obj?.access : undefined
  if (typeof access === 'string') {
    ui.preauthorizeApiKey('bearer', access)
    document.getElementById('status').textContent =
      'Signed in. Requests from this page carry the access token, for ten minutes.'
  }
  return response
}

function openOperation(id) {
  const block = document.querySelector(`[id$="-${id}"]`)
  if (!block) return
  if (!block.classList.contains('is-open')) block.querySelector('.opblock-summary-control').click()
  block.scrollIntoView()
}

/** Swagger UI's dark colours hang on a class; it follows what the reader's system prefers. */
function followColours() {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
  dark.addEventListener('change', apply)
  apply()
}
