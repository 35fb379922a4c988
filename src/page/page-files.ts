import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { secretHash } from '../basics/hash.ts'
import { SettingError } from '../config/settings.ts'

/** A file of the built page. */
export interface PageFile {
  /** Path relative to the page, with `/`: `assets/index-4f2a.js`. */
  path: string
  bytes: Buffer
  /** Variants that the build has compressed. */
  ready: { br?: Buffer; gzip?: Buffer }
  type: string
  /** Whether its name changes with its content, so that it may be cached forever. */
  isImmutable: boolean
}

/** Media types of build output; other files are not served. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Files that the build creates for tests and tools. */
const buildNotes = ['packages.json', 'manifest.json', 'sizes.json']

/** Returns the media type of a file by its name, or undefined if it is not served. */
function typeOf(name: string): string | undefined {
  return types[extname(name).toLowerCase()]
}

/**
 * Reads the built page; returns null if it was not built. Vite puts files named by content into `assets/`. The hundreds of
 * small files are read synchronously: nobody is served yet, and a turn of the thread pool for each takes ten times as long.
 */
export function readPageFiles(folder: string): PageFile[] | null {
  const entries = listFiles(folder)
  if (entries === null) return null
  const files: PageFile[] = []
  const present = new Set(entries.map((entry) => join(entry.parentPath, entry.name)))
  const readForm = (file: string) => (present.has(file) ? readFileSync(file) : undefined)
  for (const entry of entries) {
    const type = typeOf(entry.name)
    if (!entry.isFile() || type === undefined || buildNotes.includes(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    const path = file.slice(join(folder, '/').length).replaceAll('\\', '/')
    const [br, gzip] = [readForm(`${file}.br`), readForm(`${file}.gz`)]
    const ready = { ...(br && { br }), ...(gzip && { gzip }) }
    files.push({ path, bytes: readFileSync(file), ready, type, isImmutable: path.startsWith('assets/') })
  }
  return files.some(({ path }) => path === 'index.html') ? files : null
}

function listFiles(folder: string): Dirent[] | null {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const LOGO_BYTES = 500_000

/**
 * Reads the operator's logo; its name on the page is derived from its content.
 * @throws {SettingError} `PAGE_LOGO`
 */
export async function readLogo(file: string): Promise<PageFile> {
  const unreadable = (error: NodeJS.ErrnoException) => {
    throw new SettingError('PAGE_LOGO', `names ${JSON.stringify(file)}, which cannot be read (${error.code})`)
  }
  // Of anything else than a file there may be no end to read.
  const about = await stat(file).catch(unreadable)
  if (!about.isFile())
    throw new SettingError('PAGE_LOGO', `names ${JSON.stringify(file)}, which is not a file`)
  if (about.size > LOGO_BYTES) throw new SettingError('PAGE_LOGO', 'names a file of more than 500 kB')
  const bytes = await readFile(file).catch(unreadable)
  const name = `logo-${secretHash(bytes.toString('base64')).slice(0, 10)}${extname(file).toLowerCase()}`
  return { path: name, bytes, ready: {}, type: typeOf(name) ?? 'application/octet-stream', isImmutable: true }
}
