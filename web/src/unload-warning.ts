import { isReloadingItself } from './reload.ts'

const warn = (event: BeforeUnloadEvent) => {
  if (!isReloadingItself()) event.preventDefault()
}

const reasons = new Set<string>()

/**
 * Warns before the tab is closed or shows another address while any reason stands, unless the page reloads itself and
 * restores what it can. Without a reason there is no listener: with one, some browsers do not keep the page for "back".
 */
export function warnBeforeUnload(reason: string, isWanted: boolean): void {
  if (isWanted) reasons.add(reason)
  else reasons.delete(reason)
  if (reasons.size > 0) addEventListener('beforeunload', warn)
  else removeEventListener('beforeunload', warn)
}
