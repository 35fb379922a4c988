import { createChunk } from '../chunk.ts'

/** The code for passkeys. */
export const passkeys = createChunk(() => import('./passkeys.ts'))
