import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { MINUTE } from '../ports/durations.ts'
import type { PoolSettings } from '../ports/worker-pool.ts'
import { IDLE_MEMORY } from './picture-memory.ts'

/** How long a child process stays without work, in milliseconds. */
const IDLE_TIME = MINUTE
/** What of the environment concerns the libraries that children load. The rest, with its secrets, stays in the service. */
const INHERITED = ['PATH', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'TZ']

/** How the child processes for pictures are run: as many as there may be decodes and encodes at a time. */
export function pictureWorkers(
  settings: { pictureMemory: number; pictureDecodes: number },
  environment: Readonly<Record<string, string | undefined>>,
): PoolSettings {
  const cache = getCompileCacheDir()
  const env: Record<string, string> = {
    // One picture at a time, so few threads and few arenas; what is freed goes back to the system.
    UV_THREADPOOL_SIZE: '2',
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '1048576',
    MALLOC_TRIM_THRESHOLD_: '8388608',
    // Nothing goes to temporary files, however large it is, and no warning about a file to the log.
    VIPS_DISC_THRESHOLD: '1000g',
    VIPS_WARNING: '0',
    ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }),
  }
  for (const name of INHERITED) {
    const value = environment[name]
    if (value !== undefined) env[name] = value
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
