import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'

export const systemClock: Clock = { now: () => Date.now() }

export const systemRandom: Random = {
  id: () => randomUUID(),
  secret: (bytes = 32) => randomBytes(bytes).toString('base64url'),
  digits: (length) => String(randomInt(10 ** length)).padStart(length, '0'),
}
