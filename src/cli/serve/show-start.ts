import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Services } from '../../app/app.ts'
import { PAGE_APPLICATION } from '../../application/application.ts'
import type { Config } from '../../config/config.ts'
import { maskedUrl } from '../../config/connection-url.ts'
import type { Log } from '../../ports/log.ts'
import type { Output } from '../output.ts'
import { version } from '../version.ts'
import { createDemo, DEMO_NAME } from './demo.ts'
import { hasColors, isPretty } from './logger.ts'
import { type CommandLine, commandLines, type Welcome, welcomeText } from './welcome.ts'

export interface StartOptions {
  out: Pick<Output, 'isJson' | 'write'>
  log: Log
  /** Whether an empty installation gets an application and a person for trying it. */
  demo: boolean
}

/** Who is registered, besides the page. */
interface Registered {
  hasApplications: boolean
  hasPeople: boolean
  hasDemo: boolean
}

/**
 * Shows the operator where everything is and what to do next: on a terminal, and with `--demo` everywhere. If log lines
 * are for programs, they say that nobody is registered yet.
 */
export async function showStart(
  services: Services,
  { out, log, demo: wantsDemo }: StartOptions,
): Promise<void> {
  const { config } = services
  const command = commandLines(process.env, existsSync(join(import.meta.dirname, '../../main.ts')))
  const registered = await whoIsRegistered(services)
  const { hasApplications, hasPeople } = registered
  const addresses = addressesOf(config)
  const isEmpty = !hasApplications && !hasPeople
  const demo = wantsDemo && isEmpty ? await createDemo(services, addresses.api) : null
  if (wantsDemo && out.isJson) return out.write(`${JSON.stringify({ ...addresses, demo })}\n`)
  if (wantsDemo || (isPretty(config) && !out.isJson)) {
    const welcome: Welcome = {
      version: version(),
      places: placesOf(config),
      demo,
      steps: stepsOf(registered, { demo, wantsDemo, page: addresses.page, command }),
      notes: notesOf(config),
    }
    return out.write(welcomeText(welcome, { hasColors: hasColors() }))
  }
  if (!hasApplications) log.info({ command: command(CREATE_APPLICATION) }, 'no application is registered yet')
  if (!hasPeople) log.info({ command: command(CREATE_PERSON) }, 'no person is registered yet')
}

function addressesOf({ publicUrl, apiBase, page }: Config) {
  const api = `${publicUrl}${apiBase}/`
  return { api, docs: `${publicUrl}/docs`, page: page?.url ?? null, openapi: `${api}openapi.json` }
}

async function whoIsRegistered({ applications, users, accounts }: Services): Promise<Registered> {
  return {
    hasApplications: (await applications.list()).some(({ id }) => id !== PAGE_APPLICATION),
    hasPeople: (await users.page('', 1)).length > 0,
    hasDemo: (await accounts.find(DEMO_NAME)).length > 0,
  }
}

const listensEverywhere = ({ host }: Config) => host === '0.0.0.0' || host === '::'

function placesOf(config: Config): [string, string][] {
  const { page, api, docs } = addressesOf(config)
  const { host, port, hasPublicUrl, databaseUrl, dataDir, mailServer } = config
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const places: [string, string | null][] = [
    ['Page', page],
    ['API', api],
    ['Reference', docs],
    ['Listens on', hasPublicUrl || listensEverywhere(config) ? address : null],
    ['Data', databaseUrl === undefined ? resolve(dataDir) : maskedUrl(databaseUrl)],
    [
      'Mail',
      mailServer
        ? `sent through ${new URL(mailServer.url).host}`
        : `written to files in ${resolve(dataDir, 'mail')} (set SMTP_URL to send it)`,
    ],
  ]
  return places.filter((place): place is [string, string] => place[1] !== null)
}

function notesOf(config: Config): string[] {
  const notes: string[] = []
  if (!config.hasPublicUrl && listensEverywhere(config))
    notes.push(
      'Other machines reach this one at another address: set PUBLIC_URL to it, or the page, links and tokens will not work for them.',
    )
  if (config.databaseUrl !== undefined) notes.push('Run the commands with the settings of the service.')
  return notes
}

const CREATE_APPLICATION = 'app create --name Shop --kind web'
const CREATE_PERSON = 'user create --username ada --email ada@example.com'

type Steps = [label: string, command: string][]

interface Situation {
  demo: Welcome['demo']
  wantsDemo: boolean
  page: string | null
  command: CommandLine
}

function stepsOf(registered: Registered, { demo, wantsDemo, page, command }: Situation): Steps {
  if (demo) {
    const signIn: Steps = page === null ? [] : [['Sign in', page]]
    return [
      ...signIn,
      ['Create your application', command(CREATE_APPLICATION)],
      ['Create more people', command(CREATE_PERSON)],
    ]
  }
  if (wantsDemo && registered.hasPeople) return stepsToSignIn(registered.hasDemo, command)
  const steps: Steps = []
  if (!registered.hasApplications) steps.push(['Register an application', command(CREATE_APPLICATION)])
  if (!registered.hasPeople) steps.push(['Register a person', command(CREATE_PERSON)])
  return steps
}

/** Passwords and keys are stored as hashes, so they cannot be shown again. */
function stepsToSignIn(hasDemo: boolean, command: CommandLine): Steps {
  const signIn: Steps = hasDemo
    ? [
        ['Sign in as', `${DEMO_NAME}, with the password that the first start showed`],
        ['Set another password', command(`user set-password ${DEMO_NAME}`)],
      ]
    : [
        ['List the people', command('user list')],
        ['Set another password', command('user set-password NAME')],
      ]
  return [...signIn, ['Create another API key', command('app create --name NAME --kind web')]]
}
