import { onFiles, tryFolder } from '../adapters/files/file-errors.ts'
import { openTemporaryNames, type TemporaryNames } from '../adapters/files/temporary-names.ts'
import type { Config } from '../config/config.ts'
import type { Random } from '../ports/random.ts'
import { leftoverFiles } from './open-adapters.ts'

/** The temporary files of this process, and what others have left. The caller must call `closeUploads`. */
export function openUploads(config: Config, temporaryFolder: string, random: Random) {
  let names: TemporaryNames | null = null
  return {
    /** Rejects with the reason if uploads cannot be written to the temporary folder now. */
    checkUploads: () => onFiles('uploads', () => tryFolder(temporaryFolder, '.probe')),
    /** Lists the paths of interrupted uploads and mail files, last modified at or before the instant. */
    leftoverFiles: (until: number) => leftoverFiles(config, temporaryFolder, until),
    /**
     * Creates a generator of file names in `temporaryFolder`. The files are swept after this process has
     * ended.
     */
    nameUploads: (): (() => string) => {
      names ??= openTemporaryNames(config.dataDir)
      const { prefix } = names
      return () => `${prefix}${random.id()}`
    },
    closeUploads: () => names?.close(),
  }
}
