/** The container images that we build on and start: their names, and the digests of their content. */

/** Files that name images, and the pattern of such a line. */
export const imageFiles: readonly { file: string; pattern: RegExp }[] = [
  { file: 'Dockerfile', pattern: /^(FROM )(\S+)/gm },
  { file: 'deploy/compose.yaml', pattern: /^(\s+image: )(\S+)/gm },
]

/** Built here, or in the operator's own registry: we cannot pin their content. */
const own = /^(registry\.example\.com\/)?user-profile:/

/** A name with the digest of its content (OCI distribution specification), which cannot change. */
const pinned = /^[^@]+:[^@]+@sha256:[0-9a-f]{64}$/

/** Returns the third-party images in the text, in order. */
export function imagesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, , image = '']) => image).filter((image) => !own.test(image))
}

export const isPinned = (image: string): boolean => pinned.test(image)

/** Returns the text with each image pinned to the digest that `lookUp` returns for its name. */
export async function pinImages(
  text: string,
  pattern: RegExp,
  lookUp: (image: string) => Promise<string>,
): Promise<string> {
  let result = text
  for (const image of new Set(imagesOf(text, pattern))) {
    const [name = image] = image.split('@')
    const digest = await lookUp(name)
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`${name}: the registry returned no digest`)
    result = result.replaceAll(pattern, (whole, before: string, found: string) =>
      found === image ? `${before}${name}@${digest}` : whole,
    )
  }
  return result
}

/** Timeout for a response of the registry, in milliseconds. */
const TIMEOUT = 30_000

const types = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

/**
 * Returns the registry's current digest of an image for all platforms. Docker Hub's names may omit the registry and
 * `library/`. If a registry requires a token, it requests an anonymous one (Docker Registry token authentication).
 * @throws if the registry does not know the image, or cannot be reached
 */
export async function lookUpDigest(image: string, hub = 'https://registry-1.docker.io'): Promise<string> {
  const [, host, path = '', tag = 'latest'] = /^(?:([^/]+[.:][^/]+)\/)?([^:]+)(?::(.+))?$/.exec(image) ?? []
  const repository = host === undefined && !path.includes('/') ? `library/${path}` : path
  const url = `${host === undefined ? hub : `https://${host}`}/v2/${repository}/manifests/${tag}`
  const ask = (headers: Record<string, string>) =>
    fetch(url, {
      method: 'HEAD',
      headers: { accept: types.join(', '), ...headers },
      signal: AbortSignal.timeout(TIMEOUT),
    })
  let answer = await ask({})
  if (answer.status === 401)
    answer = await ask({ authorization: `Bearer ${await tokenFor(answer, repository)}` })
  const digest = answer.headers.get('docker-content-digest')
  if (!answer.ok || digest === null) throw new Error(`${image}: the registry returned ${answer.status}`)
  return digest
}

async function tokenFor(refusal: Response, repository: string): Promise<string> {
  const challenge = refusal.headers.get('www-authenticate') ?? ''
  const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
  const url = new URL(value('realm'))
  url.search = String(
    new URLSearchParams({ service: value('service'), scope: `repository:${repository}:pull` }),
  )
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) })
  return ((await answer.json()) as { token: string }).token
}
