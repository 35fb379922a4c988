import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
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
import { Unavailable } from '../../errors/unavailable.ts'
import { type ObjectStore, UnusableStore } from '../../ports/objects.ts'
import { checkedKey, checkedPrefix } from './object-key.ts'
import { createCalls, type S3Times } from './s3-calls.ts'

/** Maximum number of connections. */
const CONNECTIONS = 256
/**
 * Timeouts in milliseconds, all within the deadline of a call: opening a connection (including the wait for a
 * free one), one attempt until its response begins, and silence on a connection.
 */
const CONNECT_TIME = 5_000
const TRY_TIME = 10_000
const SILENCE = 10_000
/** Attempts per call, including the first. */
const TRIES = 3
/** Objects removed concurrently. */
const REMOVALS = 8
/** Validity of a signed link, in seconds. */
const LINK_SECONDS = 3600
/** The object of a key never changes, so whoever serves the bucket may cache it. */
const CACHE_CONTROL = 'public, max-age=31536000, immutable'

export interface S3Options {
  bucket: string
  /** Prefix of every key in the bucket: `""`, or a text that ends with `/`. */
  prefix: string
  /** Base URL of public links (`https://bucket-or-cdn/prefix`); undefined if the service serves the bytes. */
  publicUrl?: string | undefined
  /** Whether clients receive signed links to the bucket. */
  signs?: boolean
  /**
   * `http://host/bucket` instead of `http://bucket.host`. By default, true if `AWS_ENDPOINT_URL_S3` or
   * `AWS_ENDPOINT_URL` is set.
   */
  pathStyle?: boolean | undefined
  /** For tests; defaults to those of `s3-calls.ts`. */
  times?: S3Times
}

/**
 * Stores pictures in an S3-compatible object store. Credentials, region and endpoint come from the standard
 * `AWS_*` variables and files. `ping` creates the bucket if it is missing and the credentials permit it.
 * Every call ends within its deadline, and rejects with `Unavailable` if the store cannot be reached in time.
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
      if (!(bytes instanceof Uint8Array)) throw new TypeError('a draft of another store')
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
      // One by one: not every server supports removing several at once, and a picture has few files.
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
    // Objects appear atomically, and there are no multipart uploads.
    async *unfinished() {},
    removeUnfinished: async () => 0,
    async check() {
      const key = `check-${randomUUID()}`
      const bytes = Buffer.from(key)
      await store.put(key, bytes, 'text/plain')
      const kept = await store.read(key)
      await store.remove([key])
      if (!kept?.equals(bytes)) throw new Error(`s3://${bucket} does not return what was written`)
    },
    async ping() {
      if (await found((signal) => client.send(new HeadBucketCommand({ Bucket: bucket }), signal))) return
      const command = new CreateBucketCommand({ Bucket: bucket })
      await done((signal) => client.send(command, signal)).catch((error: Error) => {
        // Another node created it first.
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

/** Creates links to the bucket, if clients should use it directly. */
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
  // Other servers have no regions, but the signature requires one.
  const region = AWS_REGION || AWS_DEFAULT_REGION || (hasOwnEndpoint ? 'us-east-1' : undefined)
  return new S3Client({
    ...(region !== undefined && { region }),
    forcePathStyle: pathStyle ?? hasOwnEndpoint,
    maxAttempts: TRIES,
    // Many other servers do not support the checksums of newer AWS clients.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIME,
      requestTimeout: TRY_TIME,
      // By default the SDK only warns.
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

/** What the server itself refuses must be fixed by the operator; everything else is an outage. */
function translate(error: unknown): unknown {
  if (error instanceof Unavailable) return error
  const { code, name, message } = (error ?? {}) as NodeJS.ErrnoException
  const unusable = (remedy: string) => new UnusableStore(message ?? '', { remedy, cause: error })
  if (code === 'ERR_INVALID_URL')
    return unusable('AWS_ENDPOINT_URL_S3 must be an http:// or https:// address')
  if (error instanceof TypeError) return error
  if (message === 'Region is missing') return unusable('Set AWS_REGION')
  if (error instanceof S3ServiceException) {
    const status = error.$metadata.httpStatusCode ?? 500
    const isRefused = status < 500 && status !== 429 && status !== 408
    const remedy = refusals[name ?? ''] ?? OTHER_REFUSAL
    // The clock of this machine may be corrected later.
    if (isRefused && name !== 'RequestTimeTooSkewed')
      return new UnusableStore(`${reasonOf(error)} (${status})`, { remedy, cause: error })
  }
  const lacksKeys = name === 'CredentialsProviderError'
  return new Unavailable('pictures', { cause: error, ...(lacksKeys && { remedy: KEYS }) })
}

/** The reply to a `HEAD` has no body that names the error. */
const reasonOf = ({ name, $metadata }: S3ServiceException) =>
  name.startsWith('Unknown') ? STATUS_CODES[$metadata.httpStatusCode ?? 0] : name

const KEYS = 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name an AWS_PROFILE that has them'
const OTHER_REFUSAL =
  'Correct the bucket, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or allow these keys to use the bucket'
const refusals: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: 'Correct AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'Correct AWS_SECRET_ACCESS_KEY',
  InvalidBucketName: 'Correct the bucket',
  NoSuchBucket: 'Create the bucket, or correct its name',
  PermanentRedirect: 'Set AWS_REGION to the region of the bucket',
}
