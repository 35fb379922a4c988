import { loadavg } from 'node:os'
import { type Case, cases, serverCases } from './cases.ts'
import type { Sights } from './first-sight.ts'
import { type Flame, recordFlames } from './flame-runs.ts'
import { memoryOf } from './memory.ts'
import { type Product, startProducts } from './products.ts'
import { type Bounds, type Run, runCase } from './subject.ts'
import { measureUploads, photograph } from './uploads.ts'

/** Seconds of each case before the rounds: the runtimes of most products compile what they run often. */
export const WARM_UP = 5

/** What a product needed. */
export interface Footprint {
  /** In MB, with all of its processes: after all runs, and the most during uploads. */
  after: number
  uploading: number | null
}

export interface Measurements {
  products: readonly Product[]
  notRun: ReadonlyMap<string, string>
  /** By product and case. */
  runs: ReadonlyMap<Product, ReadonlyMap<Case, Run[]>>
  /** Uploads of 12 megapixels a second in each round, by product and what it does with them. */
  uploads: ReadonlyMap<Product, ReadonlyMap<string, number[]>>
  /** What tokens of a provider cost in each round. */
  sights: ReadonlyMap<Product, readonly Sights[]>
  footprints: ReadonlyMap<Product, Footprint>
  flames: readonly Flame[]
  load: number
}

/** Measures the products in turn, round by round, so that what else the machine does meets all. */
export async function measureProducts(only: readonly string[], bounds: Bounds): Promise<Measurements> {
  const { products, notRun, stop } = await startProducts(only)
  const runs = new Map(products.map((one) => [one, new Map<Case, Run[]>()]))
  const uploads = new Map(products.map((one) => [one, new Map<string, number[]>()]))
  const sights = new Map<Product, readonly Sights[]>()
  const footprints = new Map(products.map((one) => [one, { after: 0, uploading: null as number | null }]))
  try {
    for (const product of products) {
      for (const one of cases) {
        const script = product.scripts.get(one)
        if (script !== undefined) await runCase(product, script, { ...bounds, seconds: WARM_UP })
      }
    }
    for (let round = 0; round < bounds.rounds; round++) {
      for (const product of products) await product.renew?.()
      for (const one of [...cases, ...serverCases])
        for (const product of products) {
          const script = product.scripts.get(one)
          if (script === undefined) continue
          const run = await runCase(product, script, bounds)
          const all = runs.get(product)!
          all.set(one, [...(all.get(one) ?? []), run])
        }
      for (const product of products)
        for (const kind of Object.keys(product.uploads)) {
          const all = uploads.get(product)!
          const footprint = footprints.get(product)!
          const request = product.uploads[kind]!(await photograph())
          const { perSecond, memory } = await measureUploads(product, request, 2 * bounds.seconds)
          footprint.uploading = Math.max(footprint.uploading ?? 0, memory)
          all.set(kind, [...(all.get(kind) ?? []), perSecond])
        }
    }
    for (const product of products) if (product.sights) sights.set(product, await product.sights(bounds))
    for (const [product, footprint] of footprints) footprint.after = memoryOf(product.pid)
  } finally {
    await stop()
  }
  const load = loadavg()[0]!
  return { products, notRun, runs, uploads, sights, footprints, flames: await recordFlames(bounds), load }
}
