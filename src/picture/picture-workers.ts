import { MINUTE } from '../basics/durations.ts'
import { inheritedVariables } from '../basics/inherited-variables.ts'
import type { PoolSettings } from '../ports/worker-pool.ts'
import { IDLE_MEMORY } from './picture-memory.ts'

/** How long an idle child process is kept, in milliseconds. */
const IDLE_TIME = MINUTE

/**
 * Returns the settings of the child processes for pictures: as many as there may be concurrent decodes and
 * encodes.
 */
export function pictureWorkers(
  settings: { pictureMemory: number; pictureDecodes: number },
  environment: NodeJS.ProcessEnv,
): PoolSettings {
  const env = {
    ...inheritedVariables(environment),
    // One picture at a time, so few threads and arenas; freed memory is returned to the system.
    UV_THREADPOOL_SIZE: '2',
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '1048576',
    MALLOC_TRIM_THRESHOLD_: '8388608',
    // Nothing is written to temporary files, however large, and no warnings about files to the log.
    VIPS_DISC_THRESHOLD: '1000g',
    VIPS_WARNING: '0',
  }
  return {
    entry: new URL('./picture-worker.ts', import.meta.url),
    env,
    most: settings.pictureDecodes * 2,
    memory: settings.pictureMemory,
    idleMemory: IDLE_MEMORY,
    idleTime: IDLE_TIME,
  }
}
