import './styles/layout.css'
import './styles/components.css'
import './styles/account.css'
import './styles/choice.css'
import { createRoot } from 'react-dom/client'
import { createApi } from './api/client.ts'
import { App, prepareScreen, prepareSignIn } from './app.tsx'
import { loadStyles } from './chunk.ts'
import { loadConfig } from './config.ts'
import { loadTexts } from './i18n/catalogue.ts'
import { firstLanguage, LanguageProvider } from './i18n/language.tsx'
import { currentRoute } from './route.ts'
import { createAccount } from './session/account.ts'
import { createProof } from './session/proof.ts'
import { createSession } from './session/session.ts'
import { applyTheme, followTheme } from './theme.ts'

/** The language for responses: that of the page. */
let language = firstLanguage()
const onLanguage = (code: string) => {
  language = code
}

async function start(root: HTMLElement): Promise<void> {
  applyTheme()
  followTheme()
  const session = createSession(() => language)
  // The first screen reports this failure, with its remedy, when it requests its data.
  const resumed = session.resume().catch(() => undefined)
  prepareScreen(currentRoute(), session.state().status !== 'out')
  const styled = loadStyles()
  const config = await loadConfig()
  const offered = config.languages.map(({ code }) => code)
  language = firstLanguage(offered, config.default_language)
  const texts = await loadTexts(language)
  await Promise.all([resumed, styled])
  if (session.state().status === 'out') await prepareSignIn(config)
  const proof = createProof()
  const api = createApi(config, session, { language: () => language, prove: proof.ask })
  const account = createAccount(api, session)
  createRoot(root).render(
    <LanguageProvider first={{ code: language, texts }} onChange={onLanguage}>
      <App parts={{ config, session, proof, api, account }} />
    </LanguageProvider>,
  )
}

const root = document.getElementById('root')
// Chunks that load later import this module, so it must not wait. The script in the document tells what is reported.
if (root) start(root).catch(reportError)
