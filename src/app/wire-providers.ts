import { createFetchClient } from '../adapters/provider-client/fetch-client.ts'
import { createForeignAuthenticate } from '../provider/foreign-authenticate.service.ts'
import { createForeignTokens } from '../provider/foreign-tokens.service.ts'
import { createProviderKeys } from '../provider/provider-keys.service.ts'
import { createProviderPeople } from '../provider/provider-people.service.ts'
import { createProviderSignIn } from '../provider/provider-sign-in.service.ts'
import type { CoreServices } from './core-services.ts'
import type { wireSessions } from './wire-sessions.ts'

/** Wires what comes from OpenID providers. */
export function wireProviders(services: CoreServices & ReturnType<typeof wireSessions>) {
  const deps = { ...services, issuers: services.config.issuers }
  const { clock, metrics, log, issuerSubjects, applications } = services
  const people = createProviderPeople(deps)
  const keys = createProviderKeys({ clock, client: createFetchClient(), metrics, log })
  const tokens = createForeignTokens({ clock, metrics, keys, issuers: deps.issuers })
  const { foreignSessions } = services
  return {
    providerPeople: people,
    providerSignIns: createProviderSignIn(deps, people),
    providerKeys: keys,
    authenticateForeign: createForeignAuthenticate({
      clock,
      issuerSubjects,
      applications,
      tokens,
      foreignSessions,
      people,
    }),
  }
}
