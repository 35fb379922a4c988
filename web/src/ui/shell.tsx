import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { asFailure, type Failure } from '../api/failure.ts'
import { useApp } from '../app-context.ts'
import { pageUrl } from '../base.ts'
import { isShown } from '../config.ts'
import { useLanguage, useText } from '../i18n/language.tsx'
import { useReturnLink } from '../return-to.ts'
import { hrefOf, navigate, type Route } from '../route.ts'
import { useAccount, useAccountOnScreen } from '../session/use-account.ts'
import { Button } from './button.tsx'
import { failureText } from './failure-text.ts'
import { BackIcon, PersonIcon, PictureIcon, ShieldIcon, SignOutIcon } from './icons.tsx'
import { Notice } from './notice.tsx'
import { ScreenSkeleton } from './skeleton.tsx'

const DeletionNotice = lazy(() => import('./deletion-notice.tsx'))

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

function Top({ children }: { children?: ReactNode }) {
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

function Foot() {
  const { config } = useApp()
  const { t, code, pick } = useLanguage()
  return (
    <footer className="foot">
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
      {config.links.map((link) => (
        <a key={link.url} href={link.url}>
          {link.label}
        </a>
      ))}
    </footer>
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

/** The frame of the screens of a person who is signed in. */
export function Shell({ route, children }: { route: Exclude<Route, 'forgot'>; children: ReactNode }) {
  const t = useText()
  const { config } = useApp()
  const isReady = useAccountOnScreen(route)
  const main = useRef<HTMLElement>(null)
  const shown = useRef(route)
  useEffect(() => {
    if (shown.current === route) return
    shown.current = route
    main.current?.focus({ preventScroll: true })
  }, [route])
  const offered = entries.filter((entry) => entry.route !== 'picture' || isShown(config, 'picture'))
  return (
    <>
      <SkipLink />
      <Top>
        <SignOut />
      </Top>
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
        <main id="main" className="main" ref={main} tabIndex={-1}>
          {isReady ? null : <ScreenSkeleton cards={3} />}
          {/* It asks for what it shows while it waits. */}
          <div hidden={!isReady}>
            <Standing key={`notice-${route}`} />
            {children}
            <Foot />
          </div>
        </main>
      </div>
    </>
  )
}

/** The frame of the screens for whoever is not signed in. */
export function ShellNarrow({ children }: { children: ReactNode }) {
  return (
    <>
      <Top />
      <main className="narrow">
        {children}
        <Foot />
      </main>
    </>
  )
}

/** What is above the screen; the code of it is loaded where an account waits for its deletion. */
function Standing() {
  const isWaiting = (useAccount()?.DeleteAt ?? '') !== ''
  const [hasWaited, setWaited] = useState(isWaiting)
  if (isWaiting && !hasWaited) setWaited(true)
  return hasWaited ? (
    <Suspense>
      <DeletionNotice />
    </Suspense>
  ) : null
}

function SignOut() {
  const t = useText()
  const { session } = useApp()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const signOut = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await session.signOut()
    } catch (error) {
      setFailure(asFailure(error))
      setBusy(false)
    }
  }
  return (
    <>
      {failure ? <Notice look="danger">{failureText(t, failure)}</Notice> : null}
      <Button look="plain" className="sign-out" isBusy={isBusy} onClick={signOut}>
        <SignOutIcon />
        <span>{t('layout.sign_out')}</span>
      </Button>
    </>
  )
}
