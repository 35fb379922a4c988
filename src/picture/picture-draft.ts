import { open, rm } from 'node:fs/promises'
import { type Checksum, checksumOf } from './picture-checksum.ts'
import type { Prepared } from './picture-intake.ts'
import type { Master } from './picture-pipeline.ts'

/** A master that a child process has written where the service told it to. */
export interface WrittenMaster extends Pick<Master, 'contentType'> {
  checksum: Checksum
}

/** A picture ready to be stored, of which the masters may be written. */
export interface Drafted extends Omit<Prepared, 'original' | 'square'> {
  original: Master | WrittenMaster
  square: Master | WrittenMaster
}

/** Where to write the masters. */
export type MasterPaths = Record<'original' | 'square', string>

/** Whether a child process returned what it must: it is no more to be trusted than the picture. */
export function isChecksum({ size, sha256 }: Checksum): boolean {
  return Number.isSafeInteger(size) && size > 0 && /^[0-9a-f]{64}$/.test(sha256)
}

/** Writes the masters and syncs them. Those that cannot be written are returned: the service then fails, and says why. */
export async function writeMasters(prepared: Prepared, paths: MasterPaths): Promise<Drafted> {
  const [original, square] = await Promise.all([
    write(prepared.original, paths.original),
    write(prepared.square, paths.square),
  ])
  return { ...prepared, original, square }
}

async function write(master: Master, path: string): Promise<Master | WrittenMaster> {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(master.bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    return { contentType: master.contentType, checksum: checksumOf(master.bytes) }
  } catch {
    await rm(path, { force: true }).catch(() => {})
    return master
  }
}
