import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'

export const systemClock: Clock = { now: () => Date.now() }

export const systemRandom: Random = {
  id: () => randomUUID(),
  orderedId: () => v7(),
  secret: (bytes = 32) => randomBytes(bytes).toString('base64url'),
  digits: (length) => String(randomInt(10 ** length)).padStart(length, '0'),
  between: (min, max) => randomInt(min, max + 1),
  code: (alphabet, length) =>
    Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join(''),
}
