import { createRelyingParty } from '../adapters/relying-party/openid-relying-party.ts'
import type { Application } from '../application/application.ts'
import type { PageService } from '../page/page.service.ts'
import { createProviderEntry } from '../page/provider-entry.service.ts'
import type { Services } from './app.ts'

/** Wires the way into the page by OpenID providers. */
export function wireProviderEntry(
  services: Services,
  page: PageService,
  application: Application,
  pageUrl: string,
) {
  const { clock, issuerSubjects, providerSignIns } = services
  return createProviderEntry({
    ...services,
    party: createRelyingParty({ clock }),
    subjects: issuerSubjects,
    signIns: providerSignIns,
    page,
    application,
    pageUrl,
  })
}
