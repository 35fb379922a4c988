import { readPerson } from '../../account/account.schema.ts'
import type { Services } from '../../app/app.ts'
import { invalid } from '../../errors/errors.ts'
import { operatorActor } from '../operator.ts'
import type { Welcome } from './welcome.ts'

/** The name of the application and of the person. */
export const DEMO_NAME = 'demo'

/** Creates an application and a person for trying the API, and a line for `sh` that calls it. */
export async function createDemo(services: Services, api: string): Promise<NonNullable<Welcome['demo']>> {
  const actor = operatorActor()
  const { apiKey } = await services.applications.create({ name: DEMO_NAME, kind: 'web' }, actor)
  const password = services.random.secret(12)
  const raw = { username: DEMO_NAME, email: 'demo@example.com', first_name: 'Demo' }
  const read = readPerson(raw, services.choices)
  if ('faults' in read) throw invalid(read.faults)
  await services.accounts.create(read.person, password, actor)
  return { apikey: apiKey, username: DEMO_NAME, password, curl: curlLine(api, apiKey, DEMO_NAME, password) }
}

/** Returns a command for `sh` that signs in and gets the profile; none of the values needs quoting. */
function curlLine(api: string, apiKey: string, username: string, password: string): string {
  const signIn = `curl -s -H 'apikey: ${apiKey}' -d 'username=${username}' -d 'password=${password}' ${api}user/login/`
  const access = `${signIn} | sed 's/.*"access": *"\\([^"]*\\)".*/\\1/'`
  return `curl -H 'apikey: ${apiKey}' -H "Authorization: Bearer $(${access})" ${api}user/get/profile/`
}
