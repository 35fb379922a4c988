import type { PersonAction } from '../../../../common/audit-actions.ts'
import type { Translate } from '../../i18n/translate.ts'

/** Returns the text for an event. A service that is newer than the page may have more actions. */
export function textOfAction(t: Translate, action: string): string {
  const text = t(`event.${action as PersonAction}`)
  return text === `event.${action}` ? t('event.unknown') : text
}
