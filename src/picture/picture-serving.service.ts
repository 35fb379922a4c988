import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { LRUCache } from 'lru-cache'
import type { PictureSize } from '../../common/picture.ts'
import type { Database } from '../ports/database.ts'
import { HOUR } from '../ports/durations.ts'
import type { ObjectStore } from '../ports/objects.ts'
import { Unavailable } from '../ports/unavailable.ts'
import * as store from './picture.store.ts'
import { contentType, isPictureId, type PictureFormat, variantKey, variantName } from './picture.ts'
import { type Checksum, checksumOf, isIntact } from './picture-checksum.ts'
import { createDefaultPictures } from './picture-default.ts'
import type { Masters } from './picture-masters.service.ts'
import type { PictureWork } from './picture-work.ts'

/** Where the client gets the picture itself. */
export interface PictureRedirect {
  url: string
  /** Seconds for which the answer may be kept. */
  seconds: number
}

/** A picture file to answer with. The caller consumes or destroys a stream. */
export interface ServedPicture {
  body: Buffer | Readable
  /** Size in bytes. */
  size: number
  contentType: string
}

/** Derived forms whose bytes this process has compared with their checksum, and for how many milliseconds that counts. */
const COMPARED = 50_000
const COMPARED_TIME = HOUR
/** Memory for forms that could not be kept, in bytes, and the time after which that is tried again. */
const NOT_KEPT_BYTES = 16_000_000
const NOT_KEPT_TIME = 30_000
/** Seconds for which a link that is good for ever may be kept: it changes where the operator moves the bucket. */
const REDIRECT_SECONDS = 86_400

/** One form of a picture. */
interface Form {
  picture: store.KeptPicture
  size: PictureSize
  format: PictureFormat
  key: string
  /** What the kept file must hold; undefined if none is known to be kept. */
  checksum: Checksum | undefined
}

/** Serves picture URLs: each form of a picture is derived on its first request and kept. */
export function createPictureServing(deps: {
  db: Database
  objects: ObjectStore
  work: PictureWork
  masters: Masters
  notKeptTime?: number
}) {
  const { db, objects } = deps
  const defaults = createDefaultPictures({ draw: deps.work.draw })
  const forms = createForms(deps)
  const whole = (bytes: Buffer, format: PictureFormat): ServedPicture => ({
    body: bytes,
    size: bytes.length,
    contentType: contentType(format),
  })
  /** Sends the client to the object, once it is there; serves the bytes if it cannot be kept. */
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
     * A form of a picture, or where it is; null if there is no such picture, it was removed, even if files are left, or
     * its master is damaged.
     * @throws {Refusal} `unavailable` if too many pictures are being made
     * @throws {Unavailable} if the store cannot be read
     */
    async serve(
      id: string,
      size: PictureSize,
      format: PictureFormat,
    ): Promise<ServedPicture | PictureRedirect | null> {
      const picture = isPictureId(id) ? await store.findPicture(db, id) : null
      if (picture === null) return null
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
     * A form of the generated default picture of a person; null if the token is nobody's. Needs no file.
     * @throws {Refusal} `unavailable` if too many pictures are being made
     */
    async serveDefault(
      token: string,
      size: PictureSize,
      format: PictureFormat,
    ): Promise<ServedPicture | null> {
      if (!isPictureId(token) || !(await store.hasDefaultToken(db, token))) return null
      return whole(await defaults.serve(token, size, format), format)
    },
  }
}

/** The derived forms: kept ones are compared with their checksums, and made anew if they differ. */
function createForms(deps: Parameters<typeof createPictureServing>[0]) {
  const { db, objects, work, masters, notKeptTime = NOT_KEPT_TIME } = deps
  const running = new Map<string, Promise<Buffer | null>>()
  /** By key, the SHA-256 that the file had. */
  const compared = new LRUCache<string, string>({ max: COMPARED, ttl: COMPARED_TIME })
  const notKept = new LRUCache<string, Buffer>({
    maxSize: NOT_KEPT_BYTES,
    sizeCalculation: (bytes) => bytes.length,
    ttl: notKeptTime,
  })

  const open = async ({ key, checksum }: Form) => {
    const kept = checksum ? await objects.open(key) : null
    if (kept && kept.size === checksum?.size) return kept
    kept?.body.destroy()
    compared.delete(key)
    return null
  }
  const read = async (form: Form): Promise<Buffer | null> => {
    const kept = await open(form)
    if (!kept || !form.checksum) return null
    // A file that breaks off while it is read is as good as a damaged one.
    const bytes = await buffer(kept.body).catch(() => null)
    if (!bytes || !isIntact(bytes, form.checksum)) return null
    compared.set(form.key, form.checksum.sha256)
    return bytes
  }
  const keep = async ({ picture, size, format, key }: Form, bytes: Buffer): Promise<void> => {
    const checksum = checksumOf(bytes)
    await objects.put(key, bytes, contentType(format))
    const name = variantName(size, format)
    const isLive = await db.write((tx) => store.keepVariant(tx, picture.id, name, checksum))
    if (isLive) compared.set(key, checksum.sha256)
    // The picture was removed meanwhile, its files too: nobody else would remove this one.
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
    /** Whether the kept file was read and found whole lately. */
    isCompared: ({ key, checksum }: Form) => checksum !== undefined && compared.get(key) === checksum.sha256,
    /** Whether the file is there, after `bytes`. */
    isKept: ({ key }: Form) => compared.has(key),
    /** The kept file, or null if it has another size. */
    open,
    /** The bytes: of the kept file, or made anew. Parallel requests share the work. */
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
