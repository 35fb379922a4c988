import './styles/tokens.css'
import './styles/base.css'
import './styles/layout.css'
import './styles/components.css'
import './styles/choice.css'
import { createRoot } from 'react-dom/client'
import { createApi } from './api/client.ts'
import { App, prepareScreen } from './app.tsx'
import { applyBrandColor } from './brand.ts'
import { loadConfig } from './config.ts'
import { loadTexts } from './i18n/catalogue.ts'
import { firstLanguage, LanguageProvider } from './i18n/language.tsx'
import { createTranslate } from './i18n/translate.ts'
import { currentRoute } from './route.ts'
import { createAccount } from './session/account.ts'
import { createProof } from './session/proof.ts'
import { createSession } from './session/session.ts'

/** The language that answers should come in: the one that the page is shown in. */
let language = firstLanguage()
const onLanguage = (code: string) => {
  language = code
}

async function start(root: HTMLElement): Promise<void> {
  const session = createSession(() => language)
  // A failure here shows once more, with its remedy, when the first screen asks for its data.
  const resumed = session.resume().catch(() => undefined)
  prepareScreen(currentRoute(), session.state().status !== 'out')
  const loadingConfig = loadConfig()
  loadingConfig.catch(() => undefined)
  let texts = await loadTexts(language)
  try {
    const config = await loadingConfig
    applyBrandColor(config.brand.color)
    const offered = config.languages.map(({ code }) => code)
    if (!offered.includes(language)) {
      language = firstLanguage(offered, config.default_language)
      texts = await loadTexts(language)
    }
    await resumed
    const proof = createProof()
    const api = createApi(config, session, { language: () => language, prove: proof.ask })
    const account = createAccount(api, session)
    createRoot(root).render(
      <LanguageProvider first={{ code: language, texts }} onChange={onLanguage}>
        <App parts={{ config, session, proof, api, account }} />
      </LanguageProvider>,
    )
  } catch {
    const message = document.createElement('p')
    message.className = 'narrow'
    message.setAttribute('role', 'alert')
    message.textContent = createTranslate(language, texts)('error.start')
    root.replaceChildren(message)
  }
}

const root = document.getElementById('root')
if (root) await start(root)
