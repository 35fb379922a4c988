import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import { AppContext, type AppParts } from './app-context.ts'
import { useText } from './i18n/language.tsx'
import { type Route, useRoute } from './route.ts'
import { Announcer } from './ui/announcer.tsx'
import { Boundary } from './ui/boundary.tsx'
import { preparable } from './ui/preparable.tsx'
import { Shell, ShellNarrow } from './ui/shell.tsx'
import { ScreenSkeleton } from './ui/skeleton.tsx'

const profile = preparable(() => import('./screens/profile/profile.tsx'))
const picture = preparable(() => import('./screens/picture/picture.tsx'))
const security = preparable(() => import('./screens/security/security.tsx'))
const forgot = preparable(() => import('./screens/forgot/forgot.tsx'))
const signIn = preparable(() => import('./screens/sign-in/sign-in.tsx'))
const screens = { profile, picture, security, forgot }
const ProofDialog = lazy(() => import('./second-factor/proof-dialog.tsx'))
const Forgot = forgot.Component
const SignIn = signIn.Component

/** Begins to load the code of what will be shown soon, to whoever is signed in or is not. */
export function prepareScreen(route: Route, isSignedIn: boolean): void {
  if (isSignedIn || route === 'forgot') screens[route].prepare()
  else signIn.prepare()
}

export function App({ parts }: { parts: AppParts }) {
  return (
    <AppContext value={parts}>
      <Boundary>
        <Screens parts={parts} />
      </Boundary>
      <ProofHost parts={parts} />
      <Announcer />
    </AppContext>
  )
}

/** Shows the dialog for as long as a call waits for a proof. */
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

function Screens({ parts: { config, session } }: { parts: AppParts }) {
  const t = useText()
  const route = useRoute()
  const state = useSyncExternalStore(session.subscribe, session.state)
  const isOut = state.status === 'out'
  const title = isOut
    ? t(route === 'forgot' ? 'forgot.title' : 'sign_in.title')
    : t(route === 'forgot' ? 'nav.profile' : `nav.${route}`)
  useEffect(() => {
    document.title = `${title} – ${config.service_name}`
  }, [title, config.service_name])
  useEffect(() => {
    // What comes after the sign-in is on its way while the person types; the sign-in is there when a session ends.
    requestIdleCallback?.(() => prepareScreen('profile', isOut))
  }, [isOut])

  if (route === 'forgot')
    return (
      <ShellNarrow>
        <Suspense fallback={<ScreenSkeleton cards={1} />}>
          <Forgot />
        </Suspense>
      </ShellNarrow>
    )
  if (state.status === 'out')
    return (
      <ShellNarrow>
        <Suspense fallback={<ScreenSkeleton cards={1} />}>
          <SignIn reason={state.reason} />
        </Suspense>
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
