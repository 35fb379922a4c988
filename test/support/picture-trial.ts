import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProcessPool } from '../../src/adapters/worker-pool/process-pool.ts'
import { Refusal } from '../../src/errors/errors.ts'
import { createPictureWork } from '../../src/picture/picture-work.ts'
import { pictureWorkers } from '../../src/picture/picture-workers.ts'
import { noMetrics } from '../../src/ports/metrics.ts'
import type { LossReason } from '../../src/ports/worker-pool.ts'
import { mutated, seededRandom, seedPictures } from './picture-mutations.ts'

/** The results for mutated pictures. */
export interface Trial {
  accepted: number
  refused: number
  /** The same by the name of the picture that was mutated. */
  seeds: Record<string, { accepted: number; refused: number }>
  /** Lost children, by reason; their pictures count as refused. */
  lost: Record<LossReason, number>
  /** Maximum resident size of a child, in bytes. */
  peak: number
  /** Longest time for one picture, including the wait for a child, in milliseconds. */
  longest: number
  /** Violations, with the picture that caused them. */
  violations: string[]
}

const settings = { pictureMemory: 600_000_000, pictureDecodes: 2, pictureMaxPixels: 50_000_000 }
/** Pictures at a time: as many as are decoded at once, and as many waiting. */
const AT_ONCE = 4
/** A child reaches its time limit at thirty seconds, and may have to wait for another one. */
const LONGEST = 70_000

/** Sends mutated pictures through the queues, the pool and the workers of the service. */
export async function tryMutations(
  count: number,
  seed: number,
  tell = (_: Trial, __: number) => {},
  mutate = mutated,
): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-mutations-'))
  const trial: Trial = {
    accepted: 0,
    refused: 0,
    seeds: {},
    lost: { crash: 0, memory: 0, time: 0 },
    peak: 0,
    longest: 0,
    violations: [],
  }
  const pool = createProcessPool({
    ...pictureWorkers(settings, process.env),
    onLost: (reason) => trial.lost[reason]++,
  })
  const work = createPictureWork({ pool, metrics: noMetrics, settings })
  const seeds = await seedPictures()
  const random = seededRandom(seed)
  const watch = setInterval(() => {
    trial.peak = Math.max(trial.peak, ...pool.state().children.map(peakSize))
  }, 50)
  let next = 0
  const tryOne = async (number: number) => {
    const { name, bytes } = mutate(seeds, random)
    const path = join(folder, String(number))
    await writeFile(path, bytes)
    const checked = { image: { path, size: bytes.length }, croppedImage: null, crop: null, faults: {} }
    const start = performance.now()
    const lostBefore = { ...trial.lost }
    trial.seeds[name] ??= { accepted: 0, refused: 0 }
    const count = (outcome: 'accepted' | 'refused') => {
      trial[outcome]++
      trial.seeds[name]![outcome]++
    }
    try {
      const prepared = await work.prepare(`person ${number % AT_ONCE}`, checked, async () => {})
      const isMade = [prepared.original, prepared.square].every(
        (master) => 'bytes' in master && master.bytes.length > 0,
      )
      if (!isMade) throw new Error('nothing was made')
      count('accepted')
    } catch (error) {
      if (error instanceof Refusal && error.key === 'validation') count('refused')
      else trial.violations.push(`${number} (${name}): ${error}`)
    }
    const took = performance.now() - start
    trial.longest = Math.max(trial.longest, took)
    if (took > LONGEST) trial.violations.push(`${number} (${name}): took ${Math.round(took)} ms`)
    for (const reason of ['crash', 'memory', 'time'] as const) {
      if (trial.lost[reason] > lostBefore[reason] && process.env.KEEP) {
        await writeFile(join(process.env.KEEP, `${reason}-${seed}-${number}`), bytes)
      }
    }
    await rm(path)
    tell(trial, number)
  }
  const runner = async () => {
    while (next < count) await tryOne(next++)
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, runner))
    if (trial.peak > settings.pictureMemory) trial.violations.push(`a child took ${trial.peak} bytes`)
  } finally {
    clearInterval(watch)
    await pool.close()
    await rm(folder, { recursive: true })
  }
  return trial
}

function peakSize(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
