import Bowser from 'bowser'

export const deviceKinds = ['desktop', 'mobile', 'tablet', 'tv', 'other'] as const

/** What a `User-Agent` reveals about a device: enough for its owner to recognize it. */
export interface Device {
  /** `Firefox`; `""` if the browser is unknown. */
  browser: string
  /** `Windows`; `""` if it is unknown. */
  os: string
  kind: (typeof deviceKinds)[number]
}

/** What is known of the client of a session. */
export interface KnownClient {
  device: Device
  /** IANA zone last reported; `""` if it reported none. */
  timezone: string
  /** What people call the provider by which the session started; `""` for none. */
  provider: string
}

const known = new Set(Object.values(Bowser.BROWSER_MAP))

/** Parses a `User-Agent` (RFC 9110, 10.1.5). Its sender controls it, so no decision depends on it. */
export function deviceOf(userAgent: string): Device {
  // The parser rejects an empty text.
  const { browser, os, platform } = Bowser.parse(userAgent || 'unknown')
  return {
    // For unknown browsers, the parser returns the start of the text: user input, which must not appear in
    // mails.
    browser: known.has(browser.name ?? '') ? (browser.name ?? '') : '',
    os: os.name ?? '',
    kind: deviceKinds.find((kind) => kind === platform.type) ?? 'other',
  }
}
