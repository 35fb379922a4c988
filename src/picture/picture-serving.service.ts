import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { LRUCache } from 'lru-cache'
import type { PictureSize } from '../../common/picture.ts'
import { HOUR } from '../basics/durations.ts'
import { lazy } from '../basics/lazy.ts'
import { Unavailable } from '../errors/unavailable.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { ObjectStore } from '../ports/objects.ts'
import * as store from './picture.store.ts'
import {
  contentType,
  type createLinks,
  defaultPicturePath,
  isPictureId,
  type PictureFormat,
  variantKey,
  variantName,
  variantPath,
} from './picture.ts'
import { type Checksum, checksumOf, isIntact } from './picture-checksum.ts'
import { createDefaultPictures } from './picture-default.ts'
import type { PictureDependencies } from './picture-dependencies.service.ts'
import type { Masters } from './picture-masters.service.ts'
import { isShown } from './picture-replaced.ts'
import { DEFAULT_NAME, defaultName, shownInitials } from './picture-token.ts'
import type { PictureWork } from './picture-work.ts'

/** Where the client can get the picture directly. */
export interface PictureRedirect {
  url: string
  /** Seconds for which the response may be cached. */
  seconds: number
}

/** A picture file to send. The caller must consume or destroy a stream. */
export interface ServedPicture {
  body: Buffer | Readable
  /** In bytes. */
  size: number
  contentType: string
}

/** Maximum number of variants remembered as verified by this process, and for how long, in milliseconds. */
const COMPARED = 50_000
const COMPARED_TIME = HOUR
/** Cache for variants that could not be stored, in bytes, and the time until storing is retried. */
const NOT_KEPT_BYTES = 16_000_000
const NOT_KEPT_TIME = 30_000
/** Cache time of a permanent link, in seconds: it changes if the operator moves the bucket. */
const REDIRECT_SECONDS = 86_400

/** Cache time of the redirect from former initials, in seconds. */
const FORMER_SECONDS = 60

/** One variant of a picture. */
interface Form {
  picture: store.KeptPicture
  size: PictureSize
  format: PictureFormat
  key: string
  /** Expected content of the stored file; undefined if none is known to be stored. */
  checksum: Checksum | undefined
}

/** Serves picture URLs: each variant of a picture is derived on its first request and stored. */
export function createPictureServing(deps: {
  db: Database
  objects: ObjectStore
  clock: Clock
  work: PictureWork
  masters: Masters
  settings: Pick<PictureDependencies['settings'], 'fontsDir' | 'defaultLanguage'>
  linksTo: ReturnType<typeof createLinks>
  notKeptTime?: number
}) {
  const { db, objects, clock, settings } = deps
  const defaults = createDefaultPictures({ draw: deps.work.draw })
  const forms = createForms(deps)
  const whole = (bytes: Buffer, format: PictureFormat): ServedPicture => ({
    body: bytes,
    size: bytes.length,
    contentType: contentType(format),
  })
  /** Redirects the client to the object once it exists; sends the bytes if it cannot be stored. */
  const redirect = async (form: Form, link: NonNullable<ObjectStore['link']>) => {
    if (!forms.isCompared(form)) {
      const bytes = await forms.bytes(form)
      if (bytes === null) return null
      if (!forms.isKept(form)) return whole(bytes, form.format)
    }
    const { url, seconds } = await link(form.key)
    return { url, seconds: seconds === null ? REDIRECT_SECONDS : Math.floor(seconds / 2) }
  }

  return {
    /**
     * Returns a variant of a picture, or its location; null if the picture does not exist, was removed or is no
     * longer shown (even if files remain), or its master is damaged.
     * @throws {Refusal} `unavailable` if too many pictures are being derived
     * @throws {Unavailable} if the store cannot be read
     */
    async serve(
      id: string,
      size: PictureSize,
      format: PictureFormat,
    ): Promise<ServedPicture | PictureRedirect | null> {
      const picture = isPictureId(id) ? await store.findPicture(db, id) : null
      if (picture === null || !isShown(picture.shownUntil, clock.now())) return null
      const name = variantName(size, format)
      const form: Form = {
        picture,
        size,
        format,
        key: variantKey(id, size, format),
        checksum: picture.variants[name],
      }
      if (objects.link) return redirect(form, objects.link)
      const kept = forms.isCompared(form) ? await forms.open(form) : null
      if (kept) return { ...kept, contentType: contentType(format) }
      const bytes = await forms.bytes(form)
      return bytes && whole(bytes, format)
    },

    /**
     * Returns a variant of a person's generated default picture; the location of the present one if it shows former
     * initials; null if no one has the token. Needs no file.
     * @param name as in `DEFAULT_NAME`, whichever the operator chose: pages and mails may still have the other
     * @throws {Refusal} `unavailable` if too many pictures are being generated
     */
    async serveDefault(
      name: string,
      size: PictureSize,
      format: PictureFormat,
    ): Promise<ServedPicture | PictureRedirect | null> {
      const [, token = '', mark] = DEFAULT_NAME.exec(name) ?? []
      const person = token === '' ? null : await store.findByDefaultToken(db, token)
      if (person === null) return null
      const { fontsDir, defaultLanguage } = settings
      if (mark === undefined) {
        const pattern = { token, initials: [], fontsDir }
        return whole(await defaults.serve(name, pattern, size, format), format)
      }
      if (person === 'unknown') return null
      const initials = shownInitials(person, defaultLanguage)
      const present = defaultName(token, initials)
      if (present === name) {
        return whole(await defaults.serve(name, { token, initials, fontsDir }, size, format), format)
      }
      const links = deps.linksTo(defaultPicturePath(present))
      return { url: variantPath(links, variantName(size, format)), seconds: FORMER_SECONDS }
    },
  }
}

/** Manages variants: stored ones are verified by their checksums, and derived again if they differ. */
function createForms(deps: Parameters<typeof createPictureServing>[0]) {
  const { db, objects, work, masters, notKeptTime = NOT_KEPT_TIME } = deps
  const running = new Map<string, Promise<Buffer | null>>()
  /** By key, the SHA-256 of the verified file. */
  const compared = lazy(() => new LRUCache<string, string>({ max: COMPARED, ttl: COMPARED_TIME }))
  const notKept = new LRUCache<string, Buffer>({
    maxSize: NOT_KEPT_BYTES,
    sizeCalculation: (bytes) => bytes.length,
    ttl: notKeptTime,
  })

  const open = async ({ key, checksum }: Form) => {
    const kept = checksum ? await objects.open(key) : null
    if (kept && kept.size === checksum?.size) return kept
    kept?.body.destroy()
    compared().delete(key)
    return null
  }
  const read = async (form: Form): Promise<Buffer | null> => {
    const kept = await open(form)
    if (!kept || !form.checksum) return null
    // A file that ends prematurely counts as damaged.
    const bytes = await buffer(kept.body).catch(() => null)
    if (!bytes || !isIntact(bytes, form.checksum)) return null
    compared().set(form.key, form.checksum.sha256)
    return bytes
  }
  const keep = async ({ picture, size, format, key }: Form, bytes: Buffer): Promise<void> => {
    const checksum = checksumOf(bytes)
    await objects.put(key, bytes, contentType(format))
    const name = variantName(size, format)
    const isLive = await db.write((tx) => store.keepVariant(tx, picture.id, name, checksum))
    if (isLive) compared().set(key, checksum.sha256)
    // The picture and its files were removed meanwhile: nothing else would remove this one.
    else await objects.remove([key])
  }
  const derive = async (form: Form): Promise<Buffer | null> => {
    const { picture, size, format, key } = form
    const name = size === 'original' ? 'original' : 'square'
    const bytes = await masters.use(picture, name, (master) => work.encode(master, size, format))
    if (bytes === null) return null
    try {
      await keep(form, bytes)
    } catch (error) {
      notKept.set(key, bytes)
      masters.report({ fault: 'not_kept', key, reason: reasonOf(error) })
    }
    return bytes
  }

  return {
    /** Whether the stored file was recently read and verified. */
    isCompared: ({ key, checksum }: Form) =>
      checksum !== undefined && compared().get(key) === checksum.sha256,
    /** Whether the file exists, after `bytes`. */
    isKept: ({ key }: Form) => compared().has(key),
    /** Opens the stored file, or returns null if its size differs. */
    open,
    /** Returns the bytes, from the stored file or derived again. Parallel requests share the work. */
    bytes(form: Form): Promise<Buffer | null> {
      const known = notKept.get(form.key)
      if (known) return Promise.resolve(known)
      const make = async () => (await read(form)) ?? (await derive(form))
      const bytes = running.get(form.key) ?? make().finally(() => running.delete(form.key))
      running.set(form.key, bytes)
      return bytes
    },
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Unavailable ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
