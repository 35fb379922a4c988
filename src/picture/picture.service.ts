import type { Actor } from '../audit/audit.ts'
import type { PictureLinks } from '../config/picture-links.ts'
import { inTransaction, type Transaction } from '../ports/database.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { WorkerPool } from '../ports/worker-pool.ts'
import type { User } from '../user/user.ts'
import * as store from './picture.store.ts'
import { createLinks, defaultPicturePath, masterType, picturePath, variantPath } from './picture.ts'
import type { PictureDependencies } from './picture-dependencies.service.ts'
import type { PictureFault } from './picture-faults.ts'
import { createPictureKeeper } from './picture-keeper.service.ts'
import { createMasters } from './picture-masters.service.ts'
import type { Master } from './picture-pipeline.ts'
import { createPictureRecrop } from './picture-recrop.service.ts'
import { createPictureServing } from './picture-serving.service.ts'
import { createPictureSuggestion } from './picture-suggestion.service.ts'
import { defaultName, defaultToken, type Named, shownInitials } from './picture-token.ts'
import { createPictureUpkeep } from './picture-upkeep.service.ts'
import { createPictureUpload } from './picture-upload.service.ts'
import { createPictureWork } from './picture-work.ts'

export type PictureService = ReturnType<typeof createPictureService>

/** A person, as far as the picture they show depends on them. */
type Pictured = Pick<User, 'id' | 'pictureId'> & Named

/** Manages people's pictures: upload, crop, removal, serving, and the upkeep of their files. */
export function createPictureService(
  outside: Omit<PictureDependencies, 'metrics' | 'work' | 'masters' | 'linksOf'> & {
    /** Runs `picture-worker.ts`. */
    pool: WorkerPool
    metrics?: Metrics
    /** Receives problems with picture files, each once in a while. */
    onFault?: (fault: PictureFault) => void
  },
) {
  const { db, objects, clock, users, audit, removals, settings, pool, metrics = noMetrics } = outside
  const work = createPictureWork({ pool, metrics, settings })
  const masters = createMasters({ db, objects, metrics, onFault: outside.onFault ?? (() => {}) })
  const linksTo = createLinks(settings.publicUrl)
  const linksOf = (pictureId: string) => linksTo(picturePath(pictureId))
  const defaultOf = (user: Pictured): string => {
    const token = defaultToken(user.id)
    if (settings.defaultPicture === 'pattern') return token
    return defaultName(token, shownInitials(user, settings.defaultLanguage))
  }
  const pathOf = (user: Pictured): string =>
    user.pictureId === null ? defaultPicturePath(defaultOf(user)) : picturePath(user.pictureId)
  const pictureLinks = (user: Pictured): PictureLinks => linksTo(pathOf(user))
  const deps: PictureDependencies = { ...outside, metrics, work, masters, linksOf }
  const upkeep = createPictureUpkeep(deps)
  const keep = createPictureKeeper(deps, upkeep.removeFiles)

  return {
    ...createPictureServing({ db, objects, clock, work, masters, settings, linksTo }),
    ...upkeep,
    accept: createPictureUpload(deps, keep),
    recrop: createPictureRecrop(deps, keep),
    suggestCrop: createPictureSuggestion(deps),

    /** Returns the URLs of the person's picture, or of the default one. */
    pictureLinks,

    /** Returns the path of the person's picture, or of the default one, for `linksTo`. */
    picturePath: pathOf,

    /** Returns the links to the picture at a path. */
    linksTo,

    /**
     * Returns the path of a variant of the picture that the person shows, or of the default one, on this host;
     * null if there is no such person.
     * @param name last segment of a picture path
     */
    async currentPath(userId: string, name: string): Promise<string | null> {
      const user = await users.byId(userId)
      return user && variantPath(pictureLinks(user), name)
    },

    /** Renders the operator's logo for mails, as PNG. */
    drawLogo: work.logo,

    /** Returns the picture that the person shows, or null for the default one. */
    current: (userId: string) => store.findCurrent(db.read, userId),

    /**
     * Returns the URLs and dimensions of the picture that the person shows; `picture` is null for the default
     * one.
     */
    async describe(user: Pictured) {
      const picture = await store.findCurrent(db.read, user.id)
      const { width, height, crop } = picture ?? { width: 0, height: 0, crop: null }
      return {
        ...pictureLinks({ ...user, pictureId: picture?.id ?? null }),
        picture: picture && { width, height, crop },
      }
    },

    /** Returns all stored pictures of the person, newest first. */
    listStored: (userId: string) => store.listOfPerson(db.read, userId),

    /** Returns the bytes of both masters of a picture, or null if a file is missing or damaged. */
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
     * Removes the person's picture, if there is one, and ends the addresses of replaced ones; each still counts
     * against the allowance.
     */
    remove(userId: string, actor: Actor, within?: Transaction): Promise<void> {
      const now = clock.now()
      return inTransaction(db, within, async (tx) => {
        if ((await store.livePictureIds(tx, userId)).length === 0) return
        if (!(await users.update(tx, userId, { picture_id: null }, now))) return
        await keep.retire(tx, userId, now)
        await audit.record(tx, 'picture.removed', actor, { userId })
      })
    },

    /** Returns the ids of all pictures of the person, including removed ones. */
    idsOf: (tx: Transaction, userId: string) => store.allPictureIds(tx, userId),

    /** Ensures that the files of the pictures are removed after the commit. */
    async erase(tx: Transaction, pictureIds: string[]): Promise<void> {
      if (pictureIds.length > 0) await removals.enqueue(tx, { pictureIds })
    },
  }
}
