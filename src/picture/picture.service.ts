import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { invalid, Refusal, throttled } from '../errors.ts'
import { counted } from '../measure.ts'
import type { PictureLinks } from '../picture-links.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import { MINUTE } from '../ports/durations.ts'
import type { Limit, Limiter } from '../ports/limiter.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { ObjectStore } from '../ports/objects.ts'
import type { Random } from '../ports/random.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { WorkerPool } from '../ports/worker-pool.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import * as store from './picture.store.ts'
import { createLinks, objectPrefix } from './picture.ts'
import { allowanceExhausted, countedSpan, secondsUntilAllowed } from './picture-allowance.ts'
import { checksumOf } from './picture-checksum.ts'
import { type CropFields, cropFaults, cropFields, readCrop } from './picture-crop.ts'
import type { PictureFault } from './picture-faults.ts'
import { checkUpload, type Prepared, type Upload } from './picture-intake.ts'
import { createMasters, type Masters } from './picture-masters.service.ts'
import type { Master } from './picture-pipeline.ts'
import { createPictureServing } from './picture-serving.service.ts'
import { defaultToken } from './picture-token.ts'
import { createPictureUpkeep, type Removal } from './picture-upkeep.service.ts'
import { createPictureWork } from './picture-work.ts'

/** Uploads of one person that were looked at and refused. */
const refusals: Limit = { name: 'picture-refused', points: 20, seconds: 3600 }
/** Crops of kept pictures by one person. */
const recrops: Limit = { name: 'picture-crop', points: 60, seconds: 3600 }
/** Milliseconds after which the files of an upload that was cut short are removed; the work in between takes seconds. */
const CUT_SHORT = 2 * MINUTE

/** The settings of the same names. */
export interface PictureSettings {
  publicUrl: string
  picturesPerDay: number
  pictureMaxBytes: number
  pictureMaxPixels: number
  pictureMemory: number
  pictureDecodes: number
}

interface Dependencies {
  db: Database
  objects: ObjectStore
  clock: Clock
  random: Random
  limiter: Limiter
  users: UserService
  audit: AuditService
  /** Runs `picture-worker.ts`. */
  pool: WorkerPool
  metrics?: Metrics
  settings: PictureSettings
  /** Jobs of the outbox that call `removeFiles`. */
  removals: RemovalJobs
  /** Told of faults of picture files, of each once in a while. */
  onFault?: (fault: PictureFault) => void
}

/** A job that was withdrawn has not begun and never will; both return false if it has begun or is done. */
interface RemovalJobs {
  /** Adds a job that is due at the instant `runAt`, by default after the commit. Returns its id. */
  enqueue(tx: Transaction, payload: Removal, runAt?: number): Promise<string>
  withdraw(tx: Transaction, jobId: string): Promise<boolean>
  /** Makes the job due now. */
  hasten(tx: Transaction, jobId: string): Promise<boolean>
}

export type PictureService = ReturnType<typeof createPictureService>

/** People's pictures: taking them in, cropping, removing, serving, and the upkeep of their files. */
export function createPictureService(deps: Dependencies) {
  const { db, objects, clock, limiter, users, audit, settings, metrics = noMetrics } = deps
  const work = createPictureWork({ pool: deps.pool, metrics, settings })
  const masters = createMasters({ db, objects, metrics, onFault: deps.onFault ?? (() => {}) })
  const upkeep = createPictureUpkeep({ db, objects, clock, work, masters })
  const keep = createKeeper({ ...deps, masters, removeFiles: upkeep.removeFiles })
  const linksTo = createLinks(settings.publicUrl)
  const pictureLinks = (user: Pick<User, 'id' | 'pictureId'>): PictureLinks =>
    linksTo(
      user.pictureId === null ? `/pictures/default/${defaultToken(user.id)}` : `/pictures/${user.pictureId}`,
    )
  const refuseBeyondLimits = async (userId: string): Promise<void> => {
    await keep.refuseBeyondAllowance(db.read, userId, clock.now())
    const seconds = await limiter.peek(refusals, userId)
    if (seconds > 0) throw throttled(seconds)
  }
  const accept = async (userId: string, upload: Upload, actor: Actor): Promise<PictureLinks> => {
    const checked = checkUpload(upload, settings)
    if (!checked.image && !checked.croppedImage) throw invalid(checked.faults)
    await refuseBeyondLimits(userId)
    // Again when its turn comes: while this one waited, others may have used the limits up.
    const prepared = await work
      .prepare(userId, checked, () => refuseBeyondLimits(userId))
      .catch(async (error) => {
        if (error instanceof Refusal && error.key === 'validation') await limiter.consume(refusals, userId)
        throw error
      })
    const id = await keep.save(userId, prepared, { counts: true, actor })
    return pictureLinks({ id: userId, pictureId: id })
  }

  return {
    ...createPictureServing({ db, objects, work, masters }),
    ...upkeep,

    /** Where the person's picture, or their default one, is found. */
    pictureLinks,

    /** The picture that the person shows, or null for the default one. */
    current: (userId: string) => store.findCurrent(db.read, userId),

    /** The links to the picture that the person shows, and its measures; `picture` is null for the default one. */
    async describe(userId: string) {
      const picture = await store.findCurrent(db.read, userId)
      const { width, height, crop } = picture ?? { width: 0, height: 0, crop: null }
      return {
        ...pictureLinks({ id: userId, pictureId: picture?.id ?? null }),
        picture: picture && { width, height, crop },
      }
    },

    /** Every picture of the person that is stored, the newest first. */
    listStored: (userId: string) => store.listOfPerson(db.read, userId),

    /** The bytes of both masters of a picture, or null if a file is missing or damaged. */
    async masters(picture: store.Picture): Promise<Master[] | null> {
      const [original, square] = [
        await masters.read(picture, 'original'),
        await masters.read(picture, 'square'),
      ]
      return original && square
        ? [
            { bytes: original, contentType: masterType(picture.originalKey) },
            { bytes: square, contentType: masterType(picture.squareKey) },
          ]
        : null
    },

    /**
     * Takes a picture in (contract: POST user/profile-image/). The files of the upload stay the caller's to remove.
     * @throws {Refusal} `validation` with every faulty field, `pictures_per_day`, `throttled`, `unavailable`
     */
    accept: (userId: string, upload: Upload, actor: Actor): Promise<PictureLinks> =>
      counted(metrics, 'user_profile_picture_uploads_total', 'accepted', () => accept(userId, upload, actor)),

    /**
     * Crops the kept picture anew: a new picture under a new URL, which does not count against the allowance. The
     * numbers are pixels of the upright picture as it was uploaded; all four are required. A person without a picture
     * gets `no_picture` on the field `image`.
     * @throws {Refusal} `validation`, `throttled`, `unavailable`, `precondition_failed` where the picture was
     *   replaced meanwhile
     */
    async recrop(userId: string, fields: CropFields, actor: Actor): Promise<PictureLinks> {
      const { crop, faults } = readCrop(fields)
      const picture = await store.findCurrent(db.read, userId)
      if (!picture) faults.image = [{ key: 'no_picture' }]
      if (picture && crop) Object.assign(faults, cropFaults(crop, picture))
      if (!crop && Object.keys(faults).every((name) => name === 'image')) {
        for (const name of cropFields) faults[name] = [{ key: 'required' }]
      }
      if (!picture || !crop || Object.keys(faults).length > 0) throw invalid(faults)
      const seconds = await limiter.consume(recrops, userId)
      if (seconds > 0) throw throttled(seconds)
      const size = { width: picture.width, height: picture.height }
      const prepared = await work.recrop(userId, () => keep.readOriginal(picture), size, crop)
      const id = await keep.save(userId, prepared, { counts: false, replaces: picture.id, actor })
      return pictureLinks({ id: userId, pictureId: id })
    },

    /** Takes the person's picture away, if there is one; it still counts against the allowance. */
    remove(userId: string, actor: Actor): Promise<void> {
      const now = clock.now()
      return db.write(async (tx) => {
        if ((await store.livePictureIds(tx, userId)).length === 0) return
        if (!(await users.update(tx, userId, { picture_id: null }, now))) return
        await keep.retire(tx, userId, now)
        await audit.record(tx, 'picture.removed', actor, { userId })
      })
    },

    /** Ids of all pictures of the person, removed ones too. */
    idsOf: (tx: Transaction, userId: string) => store.allPictureIds(tx, userId),

    /** Has the files of the pictures removed after the commit. */
    async erase(tx: Transaction, pictureIds: string[]): Promise<void> {
      if (pictureIds.length > 0) await deps.removals.enqueue(tx, { pictureIds })
    },
  }
}

/** How a picture is stored. */
interface Saving {
  /** Whether it counts against the daily allowance: an upload does, a crop of the kept picture does not. */
  counts: boolean
  /** The picture that it has to take the place of. */
  replaces?: string
  actor: Actor
}

/** The files of an upload that took too long are being removed. */
class RemovalBegun extends Unavailable {}

/** What is known of a picture that was not stored; an unknown write or commit may still take place. */
type Certainty = 'write unknown' | 'commit unknown' | 'undone'

/** Stores pictures: files first, then the row, in whose transaction the allowance is settled. */
function createKeeper(
  deps: Dependencies & { masters: Masters; removeFiles: (payload: Removal) => Promise<void> },
) {
  const { db, objects, clock, random, users, audit, removals, settings } = deps

  const refuseBeyondAllowance = async (reader: Reader, userId: string, now: number): Promise<void> => {
    const allowed = settings.picturesPerDay
    if (allowed === 0) throw allowanceExhausted(secondsUntilAllowed(null, now))
    const { after, until } = countedSpan(now)
    const blocking = await store.findBlocking(reader, userId, allowed, after, until)
    if (blocking !== null) throw allowanceExhausted(secondsUntilAllowed(blocking, now))
  }
  const retire = async (tx: Transaction, userId: string, now: number): Promise<string[]> => {
    const pictureIds = await store.livePictureIds(tx, userId)
    await store.markRemoved(tx, pictureIds, now)
    if (pictureIds.length > 0) await removals.enqueue(tx, { pictureIds })
    return pictureIds
  }
  const commit = async (
    tx: Transaction,
    picture: store.Picture,
    { replaces, actor }: Saving,
    cleanUp: string,
  ): Promise<void> => {
    const now = picture.createdAt
    // From here on the files stay. If it took so long that their removal has begun, there is no picture.
    if (!(await removals.withdraw(tx, cleanUp))) throw new RemovalBegun('pictures')
    // Takes the lock of the person's row: of parallel uploads the next one counts only after this one's commit.
    const found = await users.update(tx, picture.userId, { picture_id: picture.id }, now)
    if (!found) throw new Refusal('token_not_valid')
    if (picture.counts) await refuseBeyondAllowance(tx, picture.userId, now)
    const retired = await retire(tx, picture.userId, now)
    if (replaces !== undefined && !retired.includes(replaces)) throw new Refusal('precondition_failed')
    await store.insertPicture(tx, picture)
    const action = picture.counts ? 'picture.uploaded' : 'picture.cropped'
    await audit.record(tx, action, actor, { userId: picture.userId })
  }
  /** Removes the files of an upload that failed. What cannot be done now is left to the job. */
  const discard = async (pictureId: string, cleanUp: string, certainty: Certainty): Promise<void> => {
    // The job and a commit that may still take place settle in the database which of them is first.
    if (certainty === 'commit unknown') {
      await db.write((tx) => removals.hasten(tx, cleanUp))
      return
    }
    await deps.removeFiles({ pictureIds: [pictureId] })
    // A write that was given up may still arrive; then the job removes it.
    if (certainty === 'undone') await db.write((tx) => removals.withdraw(tx, cleanUp))
  }

  return {
    refuseBeyondAllowance,
    retire,
    /**
     * Returns the id of the new picture. If it is refused or fails, no file stays: a job that removes them is committed
     * before the first one is written, and withdrawn by the commit that adds the picture.
     */
    async save(userId: string, prepared: Prepared, options: Saving): Promise<string> {
      const { original, square, ...about } = prepared
      const id = Buffer.from(random.secret(16), 'base64url').toString('hex')
      const keys = {
        originalKey: masterKey(id, 'original', original),
        squareKey: masterKey(id, 'square', square),
      }
      const checksums = { original: checksumOf(original.bytes), square: checksumOf(square.bytes) }
      const cleanUp = await db.write((tx) =>
        removals.enqueue(tx, { pictureIds: [id] }, clock.now() + CUT_SHORT),
      )
      let certainty: Certainty = 'write unknown'
      try {
        await settleAll([
          objects.put(keys.originalKey, original.bytes, original.contentType),
          objects.put(keys.squareKey, square.bytes, square.contentType),
        ])
        const { counts } = options
        const row = { ...about, ...keys, ...checksums, id, userId, counts, createdAt: clock.now() }
        certainty = 'commit unknown'
        await db.write((tx) => commit(tx, row, options, cleanUp))
      } catch (error) {
        // Either comes from inside of the transaction, which was undone.
        if (error instanceof Refusal || error instanceof RemovalBegun) certainty = 'undone'
        await discard(id, cleanUp, certainty).catch(() => {})
        throw error
      }
      return id
    },
    /** @throws {Refusal} `no_picture` if its file is missing or damaged */
    async readOriginal(picture: store.Picture): Promise<Master> {
      const bytes = await deps.masters.read(picture, 'original')
      if (bytes === null) throw invalid({ image: [{ key: 'no_picture' }] })
      return { bytes, contentType: masterType(picture.originalKey) }
    },
  }
}

function masterType(key: string): Master['contentType'] {
  return key.endsWith('.webp') ? 'image/webp' : 'image/jpeg'
}

function masterKey(id: string, name: string, master: Master): string {
  return `${objectPrefix(id)}master-${name}.${master.contentType === 'image/webp' ? 'webp' : 'jpg'}`
}

/** Waits for all to end, so that nothing is written after a failure was dealt with; rejects with the first failure. */
async function settleAll(works: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}
