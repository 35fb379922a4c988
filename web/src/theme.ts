/** Light or dark, chosen for this browser; `system` follows the device. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const CHOICE = 'page-theme'

export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(CHOICE)
    return themes.find((theme) => theme === kept) ?? 'system'
  } catch {
    return 'system'
  }
}

/** Shows the page in the chosen theme, the bars of the browser around it too. */
export function applyTheme(theme: Theme = chosenTheme()): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    meta.dataset.scheme ??= meta.media.includes('dark') ? 'dark' : 'light'
    const { scheme } = meta.dataset
    meta.media =
      theme === 'system' ? `(prefers-color-scheme: ${scheme})` : scheme === theme ? 'all' : 'not all'
  }
}

export function chooseTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(CHOICE)
    else localStorage.setItem(CHOICE, theme)
  } catch {
    // It lasts until the page is closed.
  }
  applyTheme(theme)
}

/** Follows a choice in another tab. */
export function followTheme(): void {
  addEventListener('storage', ({ key }) => {
    if (key === CHOICE || key === null) applyTheme()
  })
}
