import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, release } from 'node:os'
import { join } from 'node:path'
import { type Case, cases, serverCases } from './cases.ts'
import type { Sights } from './first-sight.ts'
import { goalRows } from './goals.ts'
import { medianOf, percentile } from './percentile.ts'
import { type Measurements, WARM_UP } from './product-runs.ts'
import type { Product } from './products.ts'
import type { Bounds, Run } from './subject.ts'

const docs = join(import.meta.dirname, '../docs')

/** The medians of all rounds, and what the tables make of them. */
export interface Results {
  products: readonly Product[]
  /** A figure of a product's runs of a case; null if it has none. */
  median(product: Product, one: Case, of: keyof Run): number | null
  /** Uploads a second, by what is done with them. */
  uploads(product: Product): ReadonlyMap<string, number>
  footprints: Measurements['footprints']
}

/** Prints the tables and, if everything was measured, writes them to `docs/benchmarks.md` with the flame graphs. */
export async function writeBenchmarks(
  measured: Measurements,
  bounds: Bounds,
  isWhole: boolean,
): Promise<void> {
  const text = documentOf(measured, bounds)
  console.log(text)
  if (!isWhole) return
  await writeFile(join(docs, 'benchmarks.md'), text)
  await mkdir(join(docs, 'images/flames'), { recursive: true })
  for (const { name, svg } of measured.flames) await writeFile(join(docs, 'images/flames', fileOf(name)), svg)
}

const fileOf = (name: string) => `${name.replaceAll(/\W+/g, '-')}.svg`

function documentOf(measured: Measurements, bounds: Bounds): string {
  const { products, notRun, runs, uploads, footprints, flames, load } = measured
  const results: Results = {
    products,
    median: (product, one, of) => {
      const list = runs.get(product)?.get(one)
      return list ? medianOf(list, of) : null
    },
    uploads: (product) => {
      const all = [...(uploads.get(product) ?? [])]
      return new Map(all.map(([kind, rates]) => [kind, percentile(rates, 0.5)]))
    },
    footprints,
  }
  const missing = [...notRun].map(([name, why]) => `- ${name}: not run, ${why.split('\n')[0]}`)
  return [
    '# Benchmarks',
    'Written by `npm run bench`; do not edit. [performance.md](performance.md) says what is behind the figures.',
    setting(bounds, load),
    '## Goals',
    table(['work', 'measure', 'now', 'goal', ''], goalRows(results)),
    ...[...cases, ...serverCases].flatMap((one) => [`## ${capitalized(one.name)}`, caseTable(results, one)]),
    '## Uploads of 12 megapixels, four at once',
    'The service stores masters and derives other sizes when they are asked for. Django REST framework makes four WebP files of at most 512 pixels.',
    uploadTable(results),
    '## Tokens of a provider',
    'An access token of an OpenID provider in `ISSUERS`: for the first time, when its person is created and its session begins, and again. The client is Node.js\nitself, so compare the processor time.',
    sightTable(measured),
    '## Start and memory',
    'Start is the time to the first response, with people in the database. Memory is the proportional set size of all processes: three seconds after the\nstart, the most during four uploads at once then, after all runs, and the most during uploads among them. The service runs as in a release.',
    footprintTable(results),
    '## Where the time goes',
    'Flame graphs of the service on SQLite: its own functions are orange, its packages blue, the runtime grey. Widths are shares of the main\nthread’s time that was not idle.',
    ...flames.map(({ name }) => `- [${name}](images/flames/${fileOf(name)})`),
    ...(missing.length > 0 ? ['## Not run', missing.join('\n')] : []),
  ]
    .join('\n\n')
    .replaceAll(/\n\n(?=- \[)/g, '\n')
    .concat('\n')
}

function setting({ rounds, seconds, connections }: Bounds, load: number): string {
  const git = execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], {
    encoding: 'utf8',
  }).trim()
  return (
    `Commit ${git}, ${new Date().toISOString().slice(0, 10)}. ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Linux ${release()}, Node.js ${process.version}. ` +
    `The load generator (wrk, one thread, ${connections} connections) shares the cores with the servers and the database. Medians of ${rounds} rounds of ${seconds} s after ${WARM_UP} s of each kind of request, ` +
    `all products in turn in each; load average ${load.toFixed(1)} at the end. 20,000 people at random; 200 to 500 of products that hash a password for each, which fits their ` +
    'caches better. PostgreSQL commits durably (`fsync`), and so does SQLite. Compare the ratios: absolute figures belong to one machine.'
  )
}

function caseTable(results: Results, one: Case): string {
  const [floor, ...others] = results.products
  const figure = (product: Product, of: keyof Run) => results.median(product, one, of)
  const rate = (product: Product) => figure(product, 'perSecond')
  const own = others.filter(({ name }) => name.startsWith('this service'))
  const rows = [floor!, ...others]
    .filter((product) => rate(product) !== null)
    .map((product) => {
      const engine = product.name.split(', ')[1]
      const same = own.find(({ name }) => name.endsWith(`, ${engine}`))
      const isRival = same !== undefined && same !== product
      return [
        `${product.name} ${product.version}`.trim(),
        rounded(rate(product)!),
        product === floor || rate(floor!) === null ? '' : (rate(product)! / rate(floor!)!).toFixed(3),
        isRival ? `${(rate(same)! / rate(product)!).toFixed(1)} ×` : '',
        rounded(figure(product, 'processor')!),
        figure(product, 'p50')!.toFixed(1),
        figure(product, 'p99')!.toFixed(1),
      ]
    })
  const head = [
    '',
    'requests/s',
    'of bare `node:http`',
    'this service has',
    'processor µs',
    'p50 ms',
    'p99 ms',
  ]
  return table(head, rows)
}

function uploadTable({ products, uploads }: Results): string {
  const rows = products.flatMap((product) =>
    [...uploads(product)].map(([kind, rate]) => [
      `${product.name} ${product.version}`.trim(),
      kind,
      rate.toFixed(2),
    ]),
  )
  return table(['', 'makes', 'uploads/s'], rows)
}

function sightTable({ sights }: Measurements): string {
  const rows = [...sights].map(([{ name }, rounds]) => {
    const median = (when: keyof Sights, of: 'perSecond' | 'processor') =>
      rounded(
        percentile(
          rounds.map((one) => one[when][of]),
          0.5,
        ),
      )
    const figures = (when: keyof Sights) => [median(when, 'perSecond'), median(when, 'processor')]
    return [name, ...figures('first'), ...figures('again')]
  })
  return table(['', 'first sights/s', 'processor µs', 'again/s', 'processor µs'], rows)
}

function footprintTable({ products, footprints }: Results): string {
  const rows = products.map((product) => {
    const { after, uploading } = footprints.get(product)!
    const [start, again] = [product.startTime, product.restartTime].map((time) => (time ? rounded(time) : ''))
    return [
      `${product.name} ${product.version}`.trim(),
      start!,
      again!,
      rounded(product.idle),
      product.firstUploading ? rounded(product.firstUploading) : '',
      rounded(after),
      uploading === null ? '' : rounded(uploading),
    ]
  })
  return table(
    ['', 'first start ms', 'later start ms', 'idle MB', 'first uploads MB', 'after MB', 'uploads MB'],
    rows,
  )
}

/** A table of Markdown; figures are aligned to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const isFigure = (column: number) => rows.every((row) => /^[\d.,]*( ×)?$/.test(row[column]!))
  return [
    line(head),
    line(head.map((_, column) => (isFigure(column) ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n')
}

const rounded = (value: number) => Math.round(value).toLocaleString('en')
const capitalized = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
