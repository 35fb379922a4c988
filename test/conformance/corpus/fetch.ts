import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { installPillow } from './pillow-judge.ts'
import { type CorpusSource, corpusSources, madeSource } from './sources.ts'

/** A picture of the corpus. */
export interface CorpusFile {
  source: CorpusSource
  path: string
  /** Package and path in it, which names the file in reports. */
  name: string
  /** In bytes. */
  size: number
}

/** Endings of the files that people might choose as a picture. */
const ENDING =
  /\.(jpe?g|jpe|jfif|png|apng|gif|webp|avifs?|heics?|heifs?|hif|bmp|dib|jxl|tiff?|svgz?|pdf|psd|ico|cur|cr2|nef|dng|arw|orf|raf|rw2|pef|mpo|jp2)$/i

/** Runs a command; throws its messages if it fails. */
function run(command: string, args: string[], folder: string, input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
    ...(input !== undefined && { input }),
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args[0]} exited with ${status}: ${stderr.slice(-500)}`)
  return stdout
}

/** Options that make apt-get read the source packages of the configured archives, without changing the system's. */
async function sourcePackages(folder: string): Promise<string[]> {
  const apt = join(folder, 'apt')
  const options = [
    `Dir::Etc::SourceList=${join(apt, 'sources.list')}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${join(apt, 'lists')}`,
    `Dir::Cache=${apt}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option])
  if (existsSync(join(apt, 'sources.list'))) return options
  await mkdir(join(apt, 'lists/partial'), { recursive: true })
  await mkdir(join(apt, 'archives/partial'), { recursive: true })
  const format = '$(CREATED_BY) $(REPO_URI) $(RELEASE) $(COMPONENT)'
  const lines = run('apt-get', ['indextargets', '--format', format], folder).split('\n')
  const archives = lines.filter((line) => /^Packages \S*debian\S* /.test(line)).map((line) => line.slice(9))
  await writeFile(
    join(apt, 'sources.list'),
    [...new Set(archives)].map((line) => `deb-src ${line}\n`).join(''),
  )
  run('apt-get', ['-q', ...options, 'update'], folder)
  return options
}

/** Downloads the newest version of a source package that an archive still has: mirrors lag behind their lists. */
function downloadSource(name: string, options: readonly string[], folder: string): void {
  const text = run('apt-cache', [...options, 'showsrc', name], folder)
  const versions = [...text.matchAll(/^Version: (\S+)$/gm)].map(([, version]) => version!)
  const failures: unknown[] = []
  for (const version of new Set(versions)) {
    try {
      run(
        'apt-get',
        ['-q', ...options, '--download-only', '--tar-only', 'source', `${name}=${version}`],
        folder,
      )
      return
    } catch (error) {
      failures.push(error)
    }
  }
  throw new AggregateError(failures, `no archive has ${name}: ${failures.join('; ')}`)
}

/** Downloads the archive of a package with the ordinary client of its registry. */
async function download(source: CorpusSource, folder: string, cache: string): Promise<void> {
  const { registry, package: name, version } = source
  if (registry === 'debian') {
    downloadSource(name, await sourcePackages(cache), folder)
  } else if (registry === 'pypi') {
    const only = ['--no-deps', '--no-binary', name, '--quiet']
    run('python3', ['-m', 'pip', 'download', ...only, `${name}==${version}`], folder)
  } else run('npm', ['pack', '--silent', `${name}@${version}`], folder)
}

/** Downloads a package and extracts its pictures, unless the cache has them. */
export async function fetchSource(source: CorpusSource, cache: string): Promise<string> {
  const folder = join(cache, 'files', source.package)
  if (existsSync(folder)) return folder
  const work = join(cache, 'work')
  await rm(work, { recursive: true, force: true })
  await mkdir(join(work, 'pictures'), { recursive: true })
  await download(source, work, cache)
  const archive = (await readdir(work)).find((name) => /\.(tar\.[gx]z|tgz)$/.test(name))
  if (archive === undefined) throw new Error(`no archive of ${source.package} was downloaded`)
  if (!archive.includes(source.version)) console.log(`${source.package}: ${archive}, not ${source.version}`)
  const members = run('tar', ['-tf', archive], work).split('\n')
  const wanted = members.filter((member) => {
    const path = member.slice(member.indexOf('/') + 1)
    return ENDING.test(path) && source.folders.some((under) => under === '' || path.startsWith(`${under}/`))
  })
  run(
    'tar',
    ['-xf', archive, '-C', 'pictures', '--strip-components=1', '--no-same-owner', '-T', '-'],
    work,
    wanted.join('\n'),
  )
  await mkdir(dirname(folder), { recursive: true })
  await rename(join(work, 'pictures'), folder)
  await rm(work, { recursive: true, force: true })
  return folder
}

/** Makes further varieties from the photographs of the packages, unless the cache has them. */
async function makeMore(cache: string): Promise<string> {
  const folder = join(cache, 'files', madeSource.package)
  if (existsSync(folder)) return folder
  const work = join(cache, 'work')
  await rm(work, { recursive: true, force: true })
  const script = join(import.meta.dirname, 'make.py')
  run(await installPillow(cache), [script, join(cache, 'files'), work], cache)
  await rename(work, folder)
  return folder
}

/**
 * Fetches the packages into the cache folder, makes further pictures, and returns all, each content once, in a fixed
 * order. A package that cannot be had is reported by `missing`.
 */
export async function fetchCorpus(
  cache: string,
  missing: (source: CorpusSource, error: unknown) => void,
): Promise<CorpusFile[]> {
  await mkdir(cache, { recursive: true })
  const files: CorpusFile[] = []
  const seen = new Set<string>()
  for (const source of [...corpusSources, madeSource]) {
    try {
      const folder = await (source === madeSource ? makeMore(cache) : fetchSource(source, cache))
      const entries = await readdir(folder, { recursive: true, withFileTypes: true })
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
      for (const path of paths.sort()) {
        const bytes = await readFile(path)
        const digest = createHash('sha256').update(bytes).digest('hex')
        if (seen.has(digest)) continue
        seen.add(digest)
        const name = `${source.package}: ${relative(folder, path)}`
        files.push({ source, path, name, size: bytes.length })
      }
    } catch (error) {
      missing(source, error)
    }
  }
  return files
}
