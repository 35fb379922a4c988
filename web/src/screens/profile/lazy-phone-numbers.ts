import { createChunk } from '../../chunk.ts'

/** The code that reads and writes phone numbers, with the rules of all countries. */
export const phoneNumbers = createChunk(() => import('./phone-numbers.ts'))
