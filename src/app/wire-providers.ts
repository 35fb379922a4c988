import { createProviderPeople } from '../provider/provider-people.service.ts'
import { createProviderSignIn } from '../provider/provider-sign-in.service.ts'
import type { CoreServices } from './core-services.ts'
import type { wireSessions } from './wire-sessions.ts'

/** Wires what comes from OpenID providers. */
export function wireProviders(services: CoreServices & ReturnType<typeof wireSessions>) {
  const deps = { ...services, issuers: services.config.issuers }
  const people = createProviderPeople(deps)
  return { providerPeople: people, providerSignIns: createProviderSignIn(deps, people) }
}
