import { readPerson } from '../account/account.schema.ts'
import type { Services } from '../app.ts'
import { PAGE_APPLICATION } from '../application/application.ts'
import { invalid } from '../errors.ts'
import { operatorActor } from './operator.ts'
import type { Output } from './output.ts'

const NAME = 'demo'

/**
 * Shows where the service is. On an empty data folder it first makes an application and a person, and shows how to
 * call the API as them.
 */
export async function showDemo(services: Services, out: Output, origin: string): Promise<void> {
  const addresses = {
    api: `${origin}${services.config.apiBase}/`,
    docs: `${origin}/docs`,
    page: services.config.page?.url ?? null,
    openapi: `${origin}${services.config.apiBase}/openapi.json`,
  }
  const isEmpty =
    (await services.applications.list()).every(({ id }) => id === PAGE_APPLICATION) &&
    (await services.users.page('', 1)).length === 0
  const demo = isEmpty ? await makeDemo(services, addresses.api) : null
  if (out.isJson) return out.write(`${JSON.stringify({ ...addresses, demo })}\n`)
  const lines = [`API   ${addresses.api}`, `Docs  ${addresses.docs}`]
  if (addresses.page !== null) lines.unshift(`Page  ${addresses.page}`)
  if (demo) {
    lines.push(
      '',
      'The data folder was empty. This application and this person were made to try the API with:',
      '',
      `  API key    ${demo.apikey}`,
      `  User name  ${demo.username}`,
      `  Password   ${demo.password}`,
      '',
      'Get the profile, at any time:',
      '',
      demo.curl,
    )
  } else {
    lines.push('', 'A new API key: bin/user-profile app create --name NAME --kind web')
  }
  await out.write(`\n${lines.join('\n')}\n\n`)
}

async function makeDemo(services: Services, api: string) {
  const actor = operatorActor()
  const { apiKey } = await services.applications.create({ name: NAME, kind: 'web' }, actor)
  const password = services.random.secret(12)
  const read = readPerson({ username: NAME, email: 'demo@example.com', first_name: 'Demo' }, services.choices)
  if ('faults' in read) throw invalid(read.faults)
  await services.accounts.create(read.person, password, actor)
  return { apikey: apiKey, username: NAME, password, curl: curlLine(api, apiKey, NAME, password) }
}

/** One line for `sh` that signs in and gets the profile; none of the values needs quoting. */
function curlLine(api: string, apiKey: string, username: string, password: string): string {
  const signIn = `curl -s -H 'apikey: ${apiKey}' -d 'username=${username}' -d 'password=${password}' ${api}user/login/`
  const access = `${signIn} | sed 's/.*"access": *"\\([^"]*\\)".*/\\1/'`
  return `curl -H 'apikey: ${apiKey}' -H "Authorization: Bearer $(${access})" ${api}user/get/profile/`
}
