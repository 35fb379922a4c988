import type { Device } from '../../api/types.ts'
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

/** What a device is called: `Firefox on Windows`, or as much of it as is known. */
export function deviceName(t: Translate, { browser, os }: Device): string {
  if (browser !== '' && os !== '') return t('security.device', { browser, os })
  return browser || os || t('security.device_unknown')
}
