import { useSyncExternalStore } from 'react'
import { pageViews as routes } from '../../common/page-views.ts'
import { pageUrl } from './base.ts'
import { createListeners } from './listeners.ts'

export type Route = keyof typeof routes

/** Returns whether the screen may be left; if it returns false it opens the new screen itself, later. */
type Guard = (go: () => void) => boolean

let guard: Guard | null = null
let current = read()
const { subscribe, notify } = createListeners()

function read(): Route {
  const path = location.pathname.slice(pageUrl.pathname.length).replace(/\/$/, '')
  const found = Object.entries(routes).find(([, known]) => known === path)
  return (found?.[0] as Route | undefined) ?? 'profile'
}

function show(): void {
  current = read()
  notify()
}

addEventListener('popstate', () => {
  const wanted = location.href
  if (guard === null || read() === current) return show()
  const proceed = () => {
    history.pushState(null, '', wanted)
    show()
  }
  if (guard(proceed)) return show()
  history.pushState(null, '', hrefOf(current))
})

/** Returns the address of a screen; the query, such as `return_to`, stays. */
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

/** Sets the guard that runs before the current screen is left. Returns a function that removes it. */
export function guardLeaving(ask: Guard): () => void {
  guard = ask
  return () => {
    if (guard === ask) guard = null
  }
}

/** Shows the screen of a path of this page in place of the current one. */
export function openPlace(path: string): void {
  history.replaceState(null, '', path)
  show()
}

export const currentRoute = (): Route => current

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, () => current)
}
