/** The container images that we build on and start: how they are named, and which content the name stands for. */

/** Files that name images, and how a line does. */
export const imageFiles: readonly { file: string; pattern: RegExp }[] = [
  { file: 'Dockerfile', pattern: /^(FROM )(\S+)/gm },
  { file: 'deploy/compose.yaml', pattern: /^(\s+image: )(\S+)/gm },
]

/** Built here, or from the operator's own registry: their content is not ours to name. */
const own = /^(registry\.example\.com\/)?user-profile:/

/** A name with the digest of its content (OCI distribution specification): what it stands for can't change. */
const pinned = /^[^@]+:[^@]+@sha256:[0-9a-f]{64}$/

/** Images of the text that are not ours, in order. */
export function imagesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, , image = '']) => image).filter((image) => !own.test(image))
}

export const isPinned = (image: string): boolean => pinned.test(image)

/** The text with each image pinned to the digest that `lookUp` answers for its name. */
export async function pinImages(
  text: string,
  pattern: RegExp,
  lookUp: (image: string) => Promise<string>,
): Promise<string> {
  let result = text
  for (const image of new Set(imagesOf(text, pattern))) {
    const [name = image] = image.split('@')
    const digest = await lookUp(name)
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`${name}: the registry answered no digest`)
    result = result.replaceAll(pattern, (whole, before: string, found: string) =>
      found === image ? `${before}${name}@${digest}` : whole,
    )
  }
  return result
}

/** How long the registry may take for an answer, in milliseconds. */
const PATIENCE = 30_000

const types = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

/**
 * The digest of an image for all platforms, as the registry has it now. Docker Hub's names may lack the registry and
 * `library/`; a registry that asks for a token is asked for an anonymous one (Docker Registry token authentication).
 * @throws where the registry does not know the image, or cannot be reached
 */
export async function lookUpDigest(image: string, hub = 'https://registry-1.docker.io'): Promise<string> {
  const [, host, path = '', tag = 'latest'] = /^(?:([^/]+[.:][^/]+)\/)?([^:]+)(?::(.+))?$/.exec(image) ?? []
  const repository = host === undefined && !path.includes('/') ? `library/${path}` : path
  const url = `${host === undefined ? hub : `https://${host}`}/v2/${repository}/manifests/${tag}`
  const ask = (headers: Record<string, string>) =>
    fetch(url, {
      method: 'HEAD',
      headers: { accept: types.join(', '), ...headers },
      signal: AbortSignal.timeout(PATIENCE),
    })
  let answer = await ask({})
  if (answer.status === 401)
    answer = await ask({ authorization: `Bearer ${await tokenFor(answer, repository)}` })
  const digest = answer.headers.get('docker-content-digest')
  if (!answer.ok || digest === null) throw new Error(`${image}: the registry answered ${answer.status}`)
  return digest
}

async function tokenFor(refusal: Response, repository: string): Promise<string> {
  const challenge = refusal.headers.get('www-authenticate') ?? ''
  const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
  const url = new URL(value('realm'))
  url.search = String(
    new URLSearchParams({ service: value('service'), scope: `repository:${repository}:pull` }),
  )
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) })
  return ((await answer.json()) as { token: string }).token
}
