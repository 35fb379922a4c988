import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { type ObjectStore, UnusableStore } from '../ports/objects.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { checkedKey, checkedPrefix } from './object-key.ts'
import { createCalls, type S3Times } from './s3-calls.ts'

/** Connections at the same time. */
const CONNECTIONS = 256
/**
 * How long a connection may take to open, the wait for its turn included; a try may take until its answer begins; and a
 * connection may stay silent. In milliseconds, and all within the deadline of the call.
 */
const CONNECT_TIME = 5_000
const TRY_TIME = 10_000
const SILENCE = 10_000
/** Tries of one call, the first included. */
const TRIES = 3
/** Objects removed at the same time. */
const REMOVALS = 8
/** Seconds for which a signed link is good. */
const LINK_SECONDS = 3600
/** A key never names other bytes later, so whoever serves the bucket may let them be cached. */
const CACHE_CONTROL = 'public, max-age=31536000, immutable'

export interface S3Options {
  bucket: string
  /** What every key begins with in the bucket: `""`, or one that ends with `/`. */
  prefix: string
  /** `https://bucket-or-cdn/prefix` for public links; undefined if the service hands the bytes on. */
  publicUrl?: string | undefined
  /** Whether clients get signed links to the bucket. */
  signs?: boolean
  /** `http://host/bucket` instead of `http://bucket.host`; undefined: where `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` is set. */
  pathStyle?: boolean | undefined
  /** For tests; usually those of `s3-calls.ts`. */
  times?: S3Times
}

/**
 * Pictures in an S3-compatible object store. Credentials, region and endpoint are those of the usual `AWS_*` variables
 * and files. `ping` makes the bucket where it is missing and the credentials allow it. Every call ends within its deadline,
 * and rejects with `Unavailable` if it couldn't.
 */
export function createS3Objects(options: S3Options): ObjectStore {
  const { bucket, prefix } = options
  const client = createClient(options)
  const calls = createCalls(options.times)
  const nameOf = (key: string) => ({ Bucket: bucket, Key: prefix + checkedKey(key) })

  const found = <T>(work: Parameters<typeof calls.run<T>>[0]) => orNull(calls.run(work))
  const done = <T>(work: Parameters<typeof calls.run<T>>[0]) => known(calls.run(work))

  const store: ObjectStore = {
    async put(key, bytes, contentType) {
      const about = { ContentType: contentType, CacheControl: CACHE_CONTROL }
      const command = new PutObjectCommand({ ...nameOf(key), ...about, Body: bytes })
      await done((signal) => client.send(command, signal))
    },
    async open(key) {
      const answer = await found((signal) => client.send(new GetObjectCommand(nameOf(key)), signal))
      if (!answer) return null
      return { body: calls.paced(answer.Body as Readable), size: answer.ContentLength ?? 0 }
    },
    async has(key) {
      return (await found((signal) => client.send(new HeadObjectCommand(nameOf(key)), signal))) !== null
    },
    read(key) {
      return found(async (signal) => {
        const answer = await client.send(new GetObjectCommand(nameOf(key)), signal)
        return buffer(answer.Body as Readable)
      })
    },
    async remove(keys) {
      const names = keys.map(nameOf)
      // One by one: not every maker's server takes the call that removes many, and a picture has few files.
      for (let start = 0; start < names.length; start += REMOVALS) {
        const some = names.slice(start, start + REMOVALS)
        await Promise.all(
          some.map((name) => found((signal) => client.send(new DeleteObjectCommand(name), signal))),
        )
      }
    },
    async *list(start) {
      const asked = { Bucket: bucket, Prefix: prefix + checkedPrefix(start) }
      let token: string | undefined
      do {
        const command = new ListObjectsV2Command({ ...asked, ContinuationToken: token })
        const page = await done((signal) => client.send(command, signal))
        for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
          yield { key: Key.slice(prefix.length), size: Size, modifiedAt: LastModified?.getTime() ?? 0 }
        }
        token = page.NextContinuationToken
      } while (token !== undefined)
    },
    listAll: () => store.list(''),
    // An object is there whole or not at all, and nothing is uploaded in parts.
    async *unfinished() {},
    removeUnfinished: async () => 0,
    async check() {
      const key = `check-${randomUUID()}`
      const bytes = Buffer.from(key)
      await store.put(key, bytes, 'text/plain')
      const kept = await store.read(key)
      await store.remove([key])
      if (!kept?.equals(bytes)) throw new Error(`s3://${bucket} does not give back what was written`)
    },
    async ping() {
      if (await found((signal) => client.send(new HeadBucketCommand({ Bucket: bucket }), signal))) return
      const command = new CreateBucketCommand({ Bucket: bucket })
      await done((signal) => client.send(command, signal)).catch((error: Error) => {
        // Another node was first.
        if (!(error.cause instanceof BucketAlreadyOwnedByYou)) throw error
      })
    },
    ...linksOf(client, options, nameOf),
    close() {
      calls.abort()
      client.destroy()
    },
  }
  return store
}

/** The links to the bucket, where clients are to use it themselves. */
function linksOf(
  client: S3Client,
  { publicUrl, signs }: S3Options,
  nameOf: (key: string) => { Bucket: string; Key: string },
): Pick<ObjectStore, 'link'> {
  if (publicUrl !== undefined) {
    return { link: async (key) => ({ url: `${publicUrl}/${checkedKey(key)}`, seconds: null }) }
  }
  if (!signs) return {}
  return {
    async link(key) {
      const command = new GetObjectCommand(nameOf(key))
      const url = await known(getSignedUrl(client, command, { expiresIn: LINK_SECONDS }))
      return { url, seconds: LINK_SECONDS }
    },
  }
}

function createClient({ pathStyle }: S3Options): S3Client {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env
  const hasOwnEndpoint = Boolean(AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL)
  // Servers of other makers have no regions, and yet the signature names one.
  const region = AWS_REGION || AWS_DEFAULT_REGION || (hasOwnEndpoint ? 'us-east-1' : undefined)
  return new S3Client({
    ...(region !== undefined && { region }),
    forcePathStyle: pathStyle ?? hasOwnEndpoint,
    maxAttempts: TRIES,
    // The checksums of newer AWS clients are unknown to many other servers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIME,
      requestTimeout: TRY_TIME,
      // Without it the SDK only warns.
      throwOnRequestTimeout: true,
      socketTimeout: SILENCE,
      httpAgent: { maxSockets: CONNECTIONS },
      httpsAgent: { maxSockets: CONNECTIONS },
    },
  })
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (
      error instanceof S3ServiceException &&
      error.$metadata.httpStatusCode === 404 &&
      error.name !== 'NoSuchBucket'
    )
      return null
    throw translate(error)
  }
}

async function known<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw translate(error)
  })
}

/** What the server itself refuses is the operator's to mend; anything else is an outage. */
function translate(error: unknown): unknown {
  if (error instanceof TypeError || error instanceof Unavailable) return error
  if (error instanceof S3ServiceException) {
    const status = error.$metadata.httpStatusCode ?? 500
    const isRefused = status < 500 && status !== 429 && status !== 408
    if (isRefused) return new UnusableStore(`${error.name} (${status})`, { cause: error })
  }
  return new Unavailable('pictures', { cause: error })
}
