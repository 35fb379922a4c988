import Bowser from 'bowser'

export const deviceKinds = ['desktop', 'mobile', 'tablet', 'tv', 'other'] as const

/** What a `User-Agent` tells of a device: enough for its owner to know it again. */
export interface Device {
  /** `Firefox`; `""` where it is no known browser. */
  browser: string
  /** `Windows`; `""` where it is not known. */
  os: string
  kind: (typeof deviceKinds)[number]
}

const known = new Set(Object.values(Bowser.BROWSER_MAP))

/** Reads a `User-Agent` (RFC 9110, 10.1.5), which says what its sender likes: nothing is decided by it. */
export function deviceOf(userAgent: string): Device {
  // The parser refuses an empty text.
  const { browser, os, platform } = Bowser.parse(userAgent || 'unknown')
  return {
    // For what it does not know the parser answers the start of the text: words of its sender, which mails must not carry.
    browser: known.has(browser.name ?? '') ? (browser.name ?? '') : '',
    os: os.name ?? '',
    kind: deviceKinds.find((kind) => kind === platform.type) ?? 'other',
  }
}
