const KEY = 'page-reloaded'

let isReloading = false

/** Returns whether the page is being reloaded on purpose: then nobody needs a warning about what is kept. */
export const isReloadingItself = (): boolean => isReloading

/** Leaves for another site, from where the person returns; what they typed is kept. */
export function leavePage(url: string): void {
  isReloading = true
  location.assign(url)
}

export function reloadPage(): void {
  isReloading = true
  location.reload()
}

/** What a reload would lose: an open dialog, or a typed password. Values of the profile are kept. */
const wouldLose = (): boolean =>
  document.querySelector('dialog[open]') !== null ||
  [...document.querySelectorAll<HTMLInputElement>('[type=password]')].some(({ value }) => value !== '')

/**
 * Reloads the page because a part of it is missing, as after an upgrade of the service, unless that would lose
 * something or did not help before: at most once for each build in a tab. Returns whether it does.
 */
export function reloadOnce(): boolean {
  if (wouldLose()) return false
  try {
    // The name of a built file changes with its content.
    const build = import.meta.url
    const before = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as string[]
    if (before.includes(build)) return false
    sessionStorage.setItem(KEY, JSON.stringify([...before, build]))
  } catch {
    // Where nothing can be stored, it could go on forever.
    return false
  }
  reloadPage()
  return true
}
