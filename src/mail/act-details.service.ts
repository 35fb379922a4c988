import type { ApplicationService } from '../application/application.service.ts'
import { PAGE_APPLICATION } from '../application/application.ts'
import { nameCountry } from '../local-info/names.ts'
import { countryOfTimeZone } from '../local-info/time-zones.ts'
import { textsOf } from '../messages/catalogue.ts'
import { formatInstantFor } from '../messages/format.ts'
import { nearestLanguage } from '../messages/language.ts'
import type { OwnSessionsService } from '../session/own-sessions.service.ts'
import type { User } from '../user/user.ts'
import type { Act } from './act.ts'
import type { ActDetails } from './mail.ts'

export type DescribeAct = ReturnType<typeof createDescribeAct>

/** Finds out what a mail says about an act on the account. */
export function createDescribeAct(deps: {
  applications: Pick<ApplicationService, 'names'>
  ownSessions: Pick<OwnSessionsService, 'clients'>
  defaults: { language: string; timezone: string }
}) {
  const { applications, ownSessions, defaults } = deps
  /**
   * Returns the details in the language and time zone of the person whose account it is. Device and country are those of
   * the session, as long as it is stored.
   */
  return async (act: Act, user: User): Promise<ActDetails> => {
    const { at, sessionId, applicationId, network = '', isByOperator = false } = act
    const [clients, names] = await Promise.all([
      ownSessions.clients(user.id, sessionId === undefined ? [] : [sessionId]),
      applications.names(applicationId === undefined ? [] : [applicationId]),
    ])
    const client = clients.get(sessionId ?? '')
    const reader = nearestLanguage(user.language || defaults.language)
    const { accountPage } = (await textsOf(reader)).mails.notice
    return {
      at: at === undefined ? '' : formatInstantFor(user, at, defaults, 'long'),
      device: client?.device ?? { browser: '', os: '' },
      country: nameCountry(reader, countryOfTimeZone(client?.timezone ?? '')),
      application: applicationId === PAGE_APPLICATION ? accountPage : (names.get(applicationId ?? '') ?? ''),
      network,
      isByOperator,
    }
  }
}
