import { callerOf } from '../http/caller.ts'
import { type App, accepted } from '../http/schemas.ts'
import { PASSKEYS_MAX } from '../passkey/passkey.ts'
import { ok } from '../protocol/envelope.ts'
import { idParameter } from '../protocol/path-parameters.ts'
import { responses } from '../protocol/responses.ts'
import { proofBody } from '../session/proof.schema.ts'
import {
  creationOptionsAnswer,
  passkeyAnswer,
  passkeyBody,
  passkeyDone,
  passkeyOf,
  passkeysAnswer,
  renameBody,
} from './own-passkeys.schema.ts'
import type { OwnPasskeysService } from './own-passkeys.service.ts'
import { proofFailures, proofFaults } from './proof-answers.ts'

const tags = ['Passkeys']

interface Options {
  base: string
  passkeys: OwnPasskeysService
}

const passkeyId = idParameter('`id` of the list of passkeys.')
const idOf = (request: { params: unknown }) => (request.params as { id: string }).id

/** The passkeys of the calling person. */
export function ownPasskeysRoutes(app: App, options: Options): void {
  registrationRoutes(app, options)
  keptRoutes(app, options)
}

function registrationRoutes(app: App, { base, passkeys }: Options): void {
  app.post(
    `${base}/user/passkeys/options`,
    {
      schema: {
        tags,
        operationId: 'createPasskeyOptions',
        summary: 'Start adding a passkey',
        description:
          'Returns options for `navigator.credentials.create()`. They work once, within five minutes, in applications with a registered origin on the domain of the passkeys.',
        body: proofBody,
        response: responses(creationOptionsAnswer, 'user', [...proofFailures, 'passkeys_unavailable'], {
          faults: proofFaults,
        }),
      },
    },
    async (request) => {
      const options = await passkeys.options(callerOf(request), accepted(request.body))
      return ok({ public_key: { ...options } })
    },
  )
  app.post(
    `${base}/user/passkeys`,
    {
      schema: {
        tags,
        operationId: 'registerPasskey',
        summary: 'Add a passkey',
        description: `Takes the result of \`navigator.credentials.create()\`. Without a name, the passkey is named after its authenticator or the device. A person can have ${PASSKEYS_MAX}.`,
        body: passkeyBody,
        response: responses(passkeyAnswer, 'user', ['validation', 'passkeys_unavailable'], {
          faults: { credential: ['passkey_invalid', 'passkey_registered', 'too_many_passkeys'] },
        }),
      },
    },
    async (request) => {
      const { credential, name = '' } = accepted(request.body)
      const userAgent = request.headers['user-agent'] ?? ''
      const made = await passkeys.add(callerOf(request), { response: credential, name, userAgent })
      return ok({ passkey: passkeyOf(made) })
    },
  )
}

function keptRoutes(app: App, { base, passkeys }: Options): void {
  app.get(
    `${base}/user/passkeys`,
    {
      schema: {
        tags,
        operationId: 'listPasskeys',
        summary: 'List passkeys',
        description: 'The passkeys of the person, each with its name and last use.',
        response: responses(passkeysAnswer, 'user'),
      },
    },
    async (request) => ok({ passkeys: (await passkeys.list(callerOf(request).user.id)).map(passkeyOf) }),
  )
  app.post(
    `${base}/user/passkeys/:id/rename`,
    {
      schema: {
        tags,
        operationId: 'renamePasskey',
        summary: 'Rename a passkey',
        description: 'The name is for the person only.',
        params: passkeyId,
        body: renameBody,
        response: responses(passkeyDone, 'user', ['validation', 'not_found']),
      },
    },
    async (request) => {
      await passkeys.rename(callerOf(request), idOf(request), accepted(request.body).name)
      return ok({ success: true as const })
    },
  )
  app.post(
    `${base}/user/passkeys/:id/remove`,
    {
      schema: {
        tags,
        operationId: 'removePasskey',
        summary: 'Remove a passkey',
        description: 'It can no longer be used to sign in. Sessions that it started go on.',
        params: passkeyId,
        body: proofBody,
        response: responses(passkeyDone, 'user', [...proofFailures, 'not_found'], { faults: proofFaults }),
      },
    },
    async (request) => {
      await passkeys.remove(callerOf(request), idOf(request), accepted(request.body))
      return ok({ success: true as const })
    },
  )
}
