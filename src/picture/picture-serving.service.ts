import type { Readable } from 'node:stream'
import { LRUCache } from 'lru-cache'
import type { Database } from '../ports/database.ts'
import type { ObjectStore } from '../ports/objects.ts'
import * as store from './picture.store.ts'
import { contentType, isPictureId, type PictureFormat, type PictureSize, variantKey } from './picture.ts'
import { createDefaultPictures } from './picture-default.ts'
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

/** Forms of pictures that are known to be kept. */
const KNOWN = 50_000
/** Seconds for which a link that is good for ever may be kept: it changes where the operator moves the bucket. */
const REDIRECT_SECONDS = 86_400

/** Answers picture URLs: each form of a picture is derived on its first request and kept. */
export function createPictureServing(deps: { db: Database; objects: ObjectStore; work: PictureWork }) {
  const { db, objects, work } = deps
  const defaults = createDefaultPictures({ draw: work.draw })
  const running = new Map<string, Promise<Buffer | null>>()
  const known = new LRUCache<string, true>({ max: KNOWN })

  const derive = async (picture: store.Picture, size: PictureSize, format: PictureFormat) => {
    const masterKey = size === 'original' ? picture.originalKey : picture.squareKey
    const bytes = await work.encode(() => objects.read(masterKey), size, format)
    if (bytes === null) return null
    const key = variantKey(picture.id, size, format)
    await objects.put(key, bytes, contentType(format))
    // The picture may have been removed meanwhile, its files too: then nobody would remove this one.
    if (!(await store.findPicture(db, picture.id))) await objects.remove([key])
    return bytes
  }
  const deriveOnce = (picture: store.Picture, size: PictureSize, format: PictureFormat) => {
    const key = variantKey(picture.id, size, format)
    const derived = running.get(key) ?? derive(picture, size, format).finally(() => running.delete(key))
    running.set(key, derived)
    return derived
  }
  const whole = (bytes: Buffer, format: PictureFormat): ServedPicture => ({
    body: bytes,
    size: bytes.length,
    contentType: contentType(format),
  })

  /** Sends the client to the object, once it is there. */
  const redirect = async (
    picture: store.Picture,
    size: PictureSize,
    format: PictureFormat,
    link: NonNullable<ObjectStore['link']>,
  ): Promise<PictureRedirect | null> => {
    const key = variantKey(picture.id, size, format)
    if (!known.has(key) && !(await objects.has(key)) && !(await deriveOnce(picture, size, format)))
      return null
    known.set(key, true)
    const { url, seconds } = await link(key)
    return { url, seconds: seconds === null ? REDIRECT_SECONDS : Math.floor(seconds / 2) }
  }

  return {
    /**
     * A form of a picture, or where it is; null where there is no such picture or it was removed, even if files are left.
     * @throws {Refusal} `unavailable` where too many pictures are being made
     */
    async serve(
      id: string,
      size: PictureSize,
      format: PictureFormat,
    ): Promise<ServedPicture | PictureRedirect | null> {
      const picture = isPictureId(id) ? await store.findPicture(db, id) : null
      if (picture === null) return null
      if (objects.link) return redirect(picture, size, format, objects.link)
      const kept = await objects.open(variantKey(id, size, format))
      if (kept) return { ...kept, contentType: contentType(format) }
      const bytes = await deriveOnce(picture, size, format)
      return bytes && whole(bytes, format)
    },

    /**
     * A form of a generated default picture; null where the token cannot be one. Needs no row and no file.
     * @throws {Refusal} `unavailable` where too many pictures are being made
     */
    async serveDefault(
      token: string,
      size: PictureSize,
      format: PictureFormat,
    ): Promise<ServedPicture | null> {
      if (!isPictureId(token)) return null
      return whole(await defaults.serve(token, size, format), format)
    },
  }
}
