import { randomInt } from 'node:crypto'

/**
 * The seed of this process's fuzzers: `FUZZ_SEED`, or `random` for a fresh one; by default always the same, so that
 * every change is tested with the same inputs.
 */
export const seed = readSeed(process.env.FUZZ_SEED)

/** The number of inputs: the environment variable, or the default for every change. */
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
