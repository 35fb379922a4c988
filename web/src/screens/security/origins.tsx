import type { ActivityEntry, Device, SignedIn } from '../../api/types.ts'
import type { Translate } from '../../i18n/translate.ts'
import { DesktopIcon, MobileIcon, ServerIcon, TabletIcon } from './icons.tsx'

const icons: Record<Device['kind'], typeof DesktopIcon> = {
  desktop: DesktopIcon,
  mobile: MobileIcon,
  tablet: TabletIcon,
  tv: DesktopIcon,
  other: ServerIcon,
}

export function DeviceIcon({ kind }: { kind: Device['kind'] }) {
  const Drawing = icons[kind]
  return <Drawing />
}

/** Returns the name of a device: `Firefox on Windows`, or the known part of it. */
export function deviceName(t: Translate, { browser, os }: Device): string {
  if (browser !== '' && os !== '') return t('security.device', { browser, os })
  return browser || os || t('security.device_unknown')
}

/** Returns the name of an application; `own` is the name under which the page itself is registered. */
export const applicationName = (t: Translate, application: string, own: string): string =>
  application === own ? t('security.page_application') : application

/**
 * Returns where a session is used or an event came from, as far as it is known: the country or, if the time zone has
 * more than one, the zone; then the network address.
 */
export function placeTexts(
  t: Translate,
  language: string,
  {
    timezone,
    country_code: country,
    address,
  }: Pick<SignedIn | ActivityEntry, 'timezone' | 'country_code' | 'address'>,
): string[] {
  return [placeOfZone(t, language, timezone, country), address].filter((text) => text !== '')
}

function placeOfZone(t: Translate, language: string, zone: string, country: string): string {
  if (country !== '') return new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country
  const place = zone.split('/').slice(1).at(-1)?.replaceAll('_', ' ') ?? ''
  return place === '' || zone.startsWith('Etc/') ? '' : t('security.zone', { place })
}

/** Returns through what a session started: the application and, if the person signed in elsewhere, where. */
export const originTexts = (application: string, provider: string): string[] =>
  [application, provider === application ? '' : provider].filter((text) => text !== '')

/** Texts in one line, in the order of the language. */
export function Details({ texts }: { texts: readonly string[] }) {
  return texts.map((text, index) => (
    <span key={text}>
      {index > 0 ? ' · ' : null}
      <span className="apart">{text}</span>
    </span>
  ))
}
