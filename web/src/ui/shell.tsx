import { type ReactNode, Suspense, useRef, useState } from 'react'
import { asFailure, type Failure } from '../api/failure.ts'
import { useApp } from '../app-context.ts'
import { pageUrl } from '../base.ts'
import { isShown } from '../config.ts'
import { useLanguage, useText } from '../i18n/language.tsx'
import { useReturnLink } from '../return-to.ts'
import { hrefOf, navigate, type Route } from '../route.ts'
import { useAccount, useAccountOnScreen } from '../session/use-account.ts'
import { AccountLabel } from './account-label.tsx'
import { failureText } from './failure-text.ts'
import { BackIcon, PersonIcon, PictureIcon, ShieldIcon } from './icons.tsx'
import { Notice } from './notice.tsx'
import { preparable } from './preparable.tsx'
import { ScreenSkeleton } from './skeleton.tsx'

const AccountMenu = preparable(() => import('./account-menu.tsx'))
const DeletionNotice = preparable(() => import('./deletion-notice.tsx')).Component

const entries = [
  { route: 'profile', Icon: PersonIcon },
  { route: 'picture', Icon: PictureIcon },
  { route: 'security', Icon: ShieldIcon },
] as const

/** A link to another screen. */
export function ScreenLink({
  route,
  className,
  isCurrent = false,
  children,
}: {
  route: Route
  className?: string
  isCurrent?: boolean
  children: ReactNode
}) {
  return (
    <a
      href={hrefOf(route)}
      className={className}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        navigate(route)
      }}
    >
      {children}
    </a>
  )
}

function Brand() {
  const { config } = useApp()
  const logo = config.brand.logo_url
  return (
    <p className="brand">
      {logo ? (
        <img src={logo} alt="" />
      ) : (
        <img src={new URL('icon.svg', pageUrl).href} alt="" width="32" height="32" />
      )}
      <span>{config.service_name}</span>
    </p>
  )
}

function Header({ children }: { children?: ReactNode }) {
  const t = useText()
  const link = useReturnLink()
  return (
    <header className="top">
      <div className="top-inner">
        <Brand />
        {link ? (
          <a className="button button-plain top-back" href={link.url}>
            <BackIcon />
            {t('layout.back_to', { name: link.name })}
          </a>
        ) : null}
        {children}
      </div>
    </header>
  )
}

/** The operator's links, and the languages for people who have no profile to choose one in. */
function Footer({ hasLanguages = false }: { hasLanguages?: boolean }) {
  const { config } = useApp()
  if (!hasLanguages && config.links.length === 0) return null
  return (
    <footer className="foot">
      {hasLanguages ? <Languages /> : null}
      {config.links.length > 0 ? (
        <ul>
          {config.links.map((link) => (
            <li key={link.url}>
              <a href={link.url}>{link.label}</a>
            </li>
          ))}
        </ul>
      ) : null}
    </footer>
  )
}

function Languages() {
  const { config } = useApp()
  const { t, code, pick } = useLanguage()
  return (
    <label>
      <span className="visually-hidden">{t('language.choose')}</span>
      <select className="select" value={code} onChange={(event) => pick(event.target.value)}>
        {config.languages.map((language) => (
          <option key={language.code} value={language.code} lang={language.code}>
            {language.native_name}
          </option>
        ))}
      </select>
    </label>
  )
}

function SkipLink() {
  const t = useText()
  return (
    <a className="skip" href="#main">
      {t('layout.skip')}
    </a>
  )
}

/** The frame of the screens for a signed-in person. */
export function Shell({
  route,
  children,
}: {
  route: Exclude<Route, 'forgot' | 'signed_in'>
  children: ReactNode
}) {
  const t = useText()
  const { config } = useApp()
  const isReady = useAccountOnScreen(route)
  const offered = entries.filter((entry) => entry.route !== 'picture' || isShown(config, 'picture'))
  return (
    <>
      <SkipLink />
      <Header>
        <Account />
      </Header>
      <div className="shell">
        <nav className="side" aria-label={t('layout.navigation')}>
          <ul>
            {offered.map(({ route: target, Icon }) => (
              <li key={target}>
                <ScreenLink route={target} isCurrent={target === route}>
                  <Icon />
                  {t(`nav.${target}`)}
                </ScreenLink>
              </li>
            ))}
          </ul>
        </nav>
        <main id="main" className="main" tabIndex={-1}>
          {isReady ? null : <ScreenSkeleton cards={3} />}
          {/* It requests its data while it waits. */}
          <div hidden={!isReady}>
            <AccountNotice key={`notice-${route}`} />
            {children}
            <Footer hasLanguages={!isShown(config, 'language')} />
          </div>
        </main>
      </div>
    </>
  )
}

/** The frame of the screens for people who are not signed in. */
export function ShellNarrow({ children }: { children: ReactNode }) {
  return (
    <>
      <Header />
      <main className="narrow">
        {children}
        <Footer hasLanguages />
      </main>
    </>
  )
}

/** The notice above the screen; its code loads only if deletion of the account is pending. */
function AccountNotice() {
  const isWaiting = (useAccount()?.DeleteAt ?? '') !== ''
  const [hasWaited, setWaited] = useState(isWaiting)
  if (isWaiting && !hasWaited) setWaited(true)
  return hasWaited ? (
    <Suspense>
      <DeletionNotice />
    </Suspense>
  ) : null
}

/** The person, and the menu that opens from them. */
function Account() {
  const t = useText()
  const { session } = useApp()
  const profile = useAccount()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const signOut = async () => {
    setFailure(null)
    try {
      await session.signOut()
    } catch (error) {
      setFailure(asFailure(error))
    }
  }
  if (profile === null) return null
  return (
    <>
      {failure ? <Notice look="danger">{failureText(t, failure)}</Notice> : null}
      <button
        type="button"
        className="account-button"
        ref={button}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPointerEnter={AccountMenu.prepare}
        onFocus={AccountMenu.prepare}
        onClick={() => setOpen(!isOpen)}
      >
        <AccountLabel profile={profile} />
      </button>
      {isOpen ? (
        <Suspense>
          <AccountMenu.Component
            button={button}
            onClose={() => setOpen(false)}
            onSignOut={() => void signOut()}
          />
        </Suspense>
      ) : null}
    </>
  )
}
