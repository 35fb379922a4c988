import { randomInt } from 'node:crypto'

/**
 * The seed of this process's fuzzers: `FUZZ_SEED`, `random` for a fresh one, else always the same, so that what every
 * change runs is the same inputs each time.
 */
export const seed = readSeed(process.env.FUZZ_SEED)

/** How many inputs: the environment variable, or what every change runs. */
export function sizeOf(variable: 'FUZZ_REQUESTS' | 'FUZZ_SOCKETS' | 'FUZZ_MULTIPART', usual: number): number {
  const size = Number(process.env[variable] ?? usual)
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`${variable} must be a positive integer`)
  return size
}

function readSeed(text = '1'): number {
  if (text === 'random') return randomInt(2 ** 31)
  const number = Number(text)
  if (!Number.isInteger(number)) throw new RangeError('FUZZ_SEED must be an integer or "random"')
  return number
}
