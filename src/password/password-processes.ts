import { MINUTE } from '../basics/durations.ts'
import { reportBackgroundError } from '../basics/foreign-events.ts'
import { inheritedVariables } from '../basics/inherited-variables.ts'
import { type PoolSettings, TaskFailed, WorkerLost, type WorkerPool } from '../ports/worker-pool.ts'
import { SCRYPT_BYTES_MAX } from './hash-forms.ts'
import { type PasswordTasks, passwordTasks } from './password-tasks.ts'

/** How long an idle child process is kept, in milliseconds. */
const IDLE_TIME = MINUTE
/** Memory of an idle child, and the most that an accepted hash may need, in bytes. */
const IDLE_MEMORY = 50_000_000
const HASH_MEMORY = SCRYPT_BYTES_MAX * 2 + 20_000_000
/** Time limit of one hash, in milliseconds. */
const WORK_TIME = 30_000

/** Maximum number of children: with so many cores, whatever exceeds them leaves enough for everything else. */
const CHILDREN_MAX = 4

/**
 * Returns the settings of the child processes for passwords.
 * @param hashes number of passwords that are hashed concurrently
 */
export function passwordWorkers(hashes: number): PoolSettings {
  const most = Math.min(hashes, CHILDREN_MAX)
  return {
    entry: new URL('./password-worker.ts', import.meta.url),
    env: { ...inheritedVariables(), UV_THREADPOOL_SIZE: '1', MALLOC_ARENA_MAX: '2' },
    most,
    memory: most * (IDLE_MEMORY + HASH_MEMORY),
    idleMemory: IDLE_MEMORY,
    idleTime: IDLE_TIME,
  }
}

/** One for the process, as its queue for hashing is; null: this process does the work. */
let pool: WorkerPool | null = null

/** From now on, uses the children of the pool. */
export function computeIn(workers: WorkerPool): void {
  pool = workers
}

/** From now on, no longer uses the children of the pool. */
export function computeHere(workers: WorkerPool): void {
  if (pool === workers) pool = null
}

/**
 * Hashes or compares a password in a child process. The first ones, while a child starts, and those of a child that was
 * lost are done here: nobody waits for a child, or is refused because of one.
 * @throws {Error} as the task does
 */
export async function compute<N extends keyof PasswordTasks>(
  name: N,
  message: Parameters<PasswordTasks[N]>[0],
): Promise<Awaited<ReturnType<PasswordTasks[N]>>> {
  const here = passwordTasks[name] as (given: typeof message) => ReturnType<PasswordTasks[N]>
  if (pool === null) return await here(message)
  if (!pool.hasIdle()) {
    pool.warm()
    return await here(message)
  }
  try {
    const task = { name, message, memory: HASH_MEMORY, milliseconds: WORK_TIME }
    return (await pool.run(task)) as Awaited<ReturnType<PasswordTasks[N]>>
  } catch (error) {
    if (error instanceof TaskFailed) throw error
    if (error instanceof WorkerLost) reportBackgroundError('password worker', error)
    return await here(message)
  }
}
