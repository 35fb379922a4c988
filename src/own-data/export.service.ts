import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { AuditService } from '../audit/audit.service.ts'
import { ignoreErrors, listen } from '../basics/foreign-events.ts'
import type { EmailChangeService } from '../email-change/email-change.service.ts'
import type { UndoService } from '../email-change/undo.service.ts'
import { Refusal } from '../errors/errors.ts'
import type { PasskeyService } from '../passkey/passkey.service.ts'
import type { PasswordService } from '../password-change/password-change.service.ts'
import type { PictureService } from '../picture/picture.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { consumeOrRefuse, type Limit, type Limiter } from '../ports/limiter.ts'
import type { SecondFactorService } from '../second-factor/second-factor.service.ts'
import type { KnownDevices } from '../session/known-devices.service.ts'
import type { OwnSessionsService } from '../session/own-sessions.service.ts'
import { actorOf, type Caller } from '../session/session.ts'
import type { SignInLimits } from '../session/sign-in-limits.service.ts'
import type { ExternalIds } from '../user/external-ids.service.ts'
import type { IssuerSubjects } from '../user/issuer-subjects.service.ts'
import type { UserService } from '../user/user.service.ts'
import type { ActivityService } from './activity.service.ts'
import type { ActivityCursor } from './activity.ts'
import { activityEntry, exportReadme, type PersonalData, personalDocument } from './export.ts'

export const exportsPerPerson: Limit = { name: 'export', points: 5, seconds: 3600 }
/** Events read at a time. */
const PAGE = 500

export type ExportService = ReturnType<typeof createExportService>

interface Dependencies {
  db: Database
  clock: Clock
  limiter: Limiter
  users: UserService
  externalIds: Pick<ExternalIds, 'ofPerson'>
  issuerSubjects: Pick<IssuerSubjects, 'ofPerson'>
  ownSessions: OwnSessionsService
  knownDevices: Pick<KnownDevices, 'listStored'>
  factors: Pick<SecondFactorService, 'state'>
  passkeys: Pick<PasskeyService, 'list'>
  audit: AuditService
  pictures: PictureService
  emailChanges: EmailChangeService
  undos: UndoService
  passwords: PasswordService
  signInLimits: SignInLimits
  activity: ActivityService
  service: string
  defaults: { language: string; timezone: string }
}

/** Creates a person's copy of everything stored about them, as a ZIP file. */
export function createExportService(deps: Dependencies) {
  const { db, clock, limiter, users, audit, pictures, activity, service, defaults } = deps

  const gather = async (userId: string): Promise<PersonalData> => {
    const user = await users.byId(userId)
    if (!user) throw new Refusal('token_not_valid')
    const [emailChange, emailUndos, recoveries, stored, sessions, devices, places] = await Promise.all([
      deps.emailChanges.pending(user),
      deps.undos.listStored(userId),
      deps.passwords.pending(userId),
      pictures.listStored(userId),
      deps.ownSessions.listStored(userId),
      deps.knownDevices.listStored(userId),
      deps.signInLimits.places(userId),
    ])
    const [secondFactor, passkeys, externalIds, subjects] = await Promise.all([
      deps.factors.state(userId),
      deps.passkeys.list(userId),
      deps.externalIds.ofPerson(userId),
      deps.issuerSubjects.ofPerson(userId),
    ])
    const own = { pictures: stored, sessions, devices, places, secondFactor, passkeys, externalIds, subjects }
    return { user, emailChange, emailUndos, recoveries, ...own }
  }

  const readPicture = async (userId: string) => {
    const current = await pictures.current(userId)
    const masters = current && (await pictures.masters(current))
    const names = ['original', 'square']
    return (masters ?? []).map(({ bytes, contentType }, i) => ({
      name: `pictures/${names[i]}.${contentType === 'image/webp' ? 'webp' : 'jpg'}`,
      bytes,
    }))
  }

  /** Streams `profile.json`, since the activity may not fit into memory. */
  const profile = async function* (data: PersonalData, now: number): AsyncGenerator<string> {
    yield JSON.stringify(personalDocument(data, service, now), null, 2).slice(0, -2)
    yield ',\n  "activity": ['
    const applications = new Set(data.sessions.map((session) => session.application.name))
    let before: ActivityCursor | null = null
    let separator = '\n    '
    do {
      const page: Awaited<ReturnType<ActivityService['page']>> = await activity.page(
        data.user.id,
        before,
        PAGE,
      )
      for (const entry of page.activity) {
        if (entry.application !== '') applications.add(entry.application)
        yield `${separator}${JSON.stringify(activityEntry(entry))}`
        separator = ',\n    '
      }
      before = page.next
    } while (before !== null)
    yield `\n  ],\n  "applications": ${JSON.stringify([...applications].sort())}\n}\n`
  }

  const read = async (caller: Caller) => {
    const { id } = caller.user
    const files = await readPicture(id)
    const data = await gather(id)
    await db.write(async (tx) => {
      if (!(await users.byId(id, tx))) throw new Refusal('token_not_valid')
      await audit.record(tx, 'data.exported', actorOf(caller), { userId: id })
    })
    return { files, data }
  }

  return {
    /**
     * Creates the copy. Everything except the activity is read before the response starts, so that a missing
     * person or an unavailable store results in a refusal rather than a truncated file.
     * @throws {Refusal} `throttled`, `token_not_valid`
     */
    async create(caller: Caller): Promise<{ stream: Readable; name: string }> {
      const { id } = caller.user
      await consumeOrRefuse(limiter, exportsPerPerson, id)
      const now = clock.now()
      const { files, data } = await read(caller).catch(async (error: unknown) => {
        await limiter.consume(exportsPerPerson, id, -1)
        throw error
      })
      const reader = {
        language: data.user.language || defaults.language,
        timezone: data.user.timezone || defaults.timezone,
      }
      const readme = await exportReadme({ service, hasPicture: files.length > 0, now }, reader)
      const stream = zip(now, { readme, profile: Readable.from(profile(data, now)), files })
      return { stream, name: `profile-${new Date(now).toISOString().slice(0, 10)}.zip` }
    },
  }
}

function zip(
  now: number,
  parts: { readme: string; profile: Readable; files: { name: string; bytes: Uint8Array }[] },
): Readable {
  const file = new ZipFile()
  const output = file.outputStream as Readable
  ignoreErrors(output)
  listen('export', file, 'error', (error: Error) => output.destroy(error))
  // If the client disconnects, stop reading.
  listen('export', output, 'close', () => parts.profile.destroy())
  const mtime = new Date(now)
  file.addBuffer(Buffer.from(parts.readme), 'README.txt', { mtime })
  file.addReadStream(parts.profile, 'profile.json', { mtime })
  // Pictures are already compressed.
  for (const { name, bytes } of parts.files)
    file.addBuffer(Buffer.from(bytes), name, { mtime, compress: false })
  file.end()
  return output
}
