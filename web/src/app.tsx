import { Suspense, useEffect, useSyncExternalStore } from 'react'
import { AppContext, type AppParts } from './app-context.ts'
import { loadAhead } from './chunk.ts'
import { useLanguage, useText } from './i18n/language.tsx'
import type { Translate } from './i18n/translate.ts'
import { type Route, useRoute } from './route.ts'
import SignIn from './screens/sign-in/sign-in.tsx'
import { useAccount } from './session/use-account.ts'
import { Announcer } from './ui/announcer.tsx'
import { Boundary } from './ui/boundary.tsx'
import { ConnectionNotice } from './ui/connection-notice.tsx'
import { preparable } from './ui/preparable.tsx'
import { Shell, ShellNarrow } from './ui/shell.tsx'
import { ScreenSkeleton } from './ui/skeleton.tsx'
import { useScreenFocus } from './ui/step-focus.ts'

const profile = preparable(() => import('./screens/profile/profile.tsx'))
const picture = preparable(() => import('./screens/picture/picture.tsx'))
const security = preparable(() => import('./screens/security/security.tsx'))
const forgot = preparable(() => import('./screens/forgot/forgot.tsx'))
const signedIn = preparable(() => import('./screens/signed-in/signed-in.tsx'))
const screens = { profile, picture, security, forgot, signed_in: signedIn }
const ProofDialog = preparable(() => import('./second-factor/proof-dialog.tsx')).Component
const Forgot = forgot.Component
const SignedIn = signedIn.Component

/** Returns whether a screen is the same with and without a session. */
const isForAll = (route: Route): route is 'forgot' | 'signed_in' =>
  route === 'forgot' || route === 'signed_in'

/** Starts loading the code of the first screen; the sign-in is here already. */
export function prepareScreen(route: Route, isSignedIn: boolean): void {
  if (isSignedIn || isForAll(route)) void screens[route].prepare()
}

export { prepareSignIn } from './screens/sign-in/sign-in.tsx'

export function App({ parts }: { parts: AppParts }) {
  return (
    <AppContext value={parts}>
      <ConnectionNotice />
      <Boundary>
        <Screens parts={parts} />
      </Boundary>
      <ProofHost parts={parts} />
      <Announcer />
    </AppContext>
  )
}

/** Shows the dialog while a call waits for a proof. */
function ProofHost({ parts: { proof, session } }: { parts: AppParts }) {
  const isAsked = useSyncExternalStore(proof.subscribe, proof.isAsked)
  const { status } = useSyncExternalStore(session.subscribe, session.state)
  useEffect(() => {
    if (status === 'out' && isAsked) proof.answer(false)
  }, [status, isAsked, proof])
  return isAsked && status !== 'out' ? (
    <Suspense>
      <ProofDialog />
    </Suspense>
  ) : null
}

function titleOf(t: Translate, route: Route, isOut: boolean): string {
  if (route === 'forgot') return t(isOut ? 'forgot.title' : 'nav.profile')
  return t(isOut || route === 'signed_in' ? 'sign_in.title' : `nav.${route}`)
}

function Screens({ parts: { config, session } }: { parts: AppParts }) {
  const t = useText()
  const route = useRoute()
  const state = useSyncExternalStore(session.subscribe, session.state)
  const isOut = state.status === 'out'
  useScreenFocus(isOut && !isForAll(route) ? 'sign-in' : route)
  const title = titleOf(t, route, isOut)
  useEffect(() => {
    document.title = `${title} – ${config.service_name}`
  }, [title, config.service_name])
  useLoadAhead(isOut)

  if (isForAll(route))
    return (
      <ShellNarrow>
        <Suspense fallback={<ScreenSkeleton cards={1} />}>
          {route === 'forgot' ? <Forgot /> : <SignedIn />}
        </Suspense>
      </ShellNarrow>
    )
  if (state.status === 'out')
    return (
      <ShellNarrow>
        <SignIn reason={state.reason} elsewhere={state.elsewhere} />
      </ShellNarrow>
    )
  const Screen = screens[route].Component
  return (
    <Shell route={route}>
      <Boundary key={route}>
        <Suspense fallback={<ScreenSkeleton cards={3} />}>
          <Screen />
        </Suspense>
      </Boundary>
    </Shell>
  )
}

/** Loads everything else once the first screen can be used, so that nothing is missing without a connection. */
function useLoadAhead(isOut: boolean): void {
  const { loadMore } = useLanguage()
  const isShown = useAccount() !== null || isOut
  useEffect(() => {
    if (isShown)
      void loadAhead()
        .then(loadMore)
        .catch(() => undefined)
  }, [isShown, loadMore])
}
