import { useSyncExternalStore } from 'react'
import { pageUrl } from './base.ts'

/** The screens, by the path below the page's own. */
export const routes = {
  profile: '',
  picture: 'picture',
  security: 'security',
  forgot: 'forgot-password',
} as const
export type Route = keyof typeof routes

/** Asks whether the screen may be left; where it answers false it opens the new one itself, later. */
type Guard = (go: () => void) => boolean

let guard: Guard | null = null
let current = read()
const listeners = new Set<() => void>()

function read(): Route {
  const path = location.pathname.slice(pageUrl.pathname.length).replace(/\/$/, '')
  const found = Object.entries(routes).find(([, known]) => known === path)
  return (found?.[0] as Route | undefined) ?? 'profile'
}

function show(): void {
  current = read()
  for (const listener of listeners) listener()
}

addEventListener('popstate', () => {
  const wanted = location.href
  if (guard === null || read() === current) return show()
  const goOn = () => {
    history.pushState(null, '', wanted)
    show()
  }
  if (guard(goOn)) return show()
  history.pushState(null, '', hrefOf(current))
})

/** The address of a screen; what came after `?` stays, such as `return_to`. */
export function hrefOf(route: Route): string {
  return pageUrl.pathname + routes[route] + location.search
}

export function navigate(route: Route): void {
  if (route === current) return
  const go = () => {
    history.pushState(null, '', hrefOf(route))
    show()
    scrollTo(0, 0)
  }
  if (guard === null || guard(go)) go()
}

/** Sets what is asked before the present screen is left. Returns how to take it back. */
export function guardLeaving(ask: Guard): () => void {
  guard = ask
  return () => {
    if (guard === ask) guard = null
  }
}

export const currentRoute = (): Route => current

export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => current,
  )
}
