import { fromEvents, inBackground, later } from '../../basics/foreign-events.ts'
import { Unavailable } from '../../errors/unavailable.ts'
import {
  type LossReason,
  type PoolSettings,
  type Task,
  WorkerLost,
  type WorkerPool,
} from '../../ports/worker-pool.ts'
import { NotTaken, startWorker, type WorkerProcess } from './worker-process.ts'

/** A child that remains larger by this many bytes after a task is not reused. */
const GROWTH_MAX = 48_000_000
/** Number of children to try if a child ends before it starts the task. */
const TRIES = 3
/** Pause after a failed start, in milliseconds; doubles with each consecutive failure. */
const FIRST_PAUSE = 250
const LONGEST_PAUSE = 30_000
/** Maximum number of tasks waiting for a child. */
const WAITING_MAX = 1000

/**
 * Creates a pool of child processes: started on demand, reused, killed at their limits and replaced. `onLost`
 * is called for each child lost during a task.
 */
export function createProcessPool(
  settings: PoolSettings & { onLost?: (reason: LossReason) => void },
): WorkerPool {
  /** The most recently used child is last and is reused first. */
  const idle: { child: WorkerProcess; cancelEnd: () => void }[] = []
  const children = new Set<WorkerProcess>()
  const line: { give: (child: WorkerProcess | null) => void }[] = []
  const start = createStarter(settings)
  let starting = 0
  /** Of these, those that no task has started. */
  let warming = 0
  let granted = 0
  let busy = 0
  let isClosed = false

  const dismiss = (child: WorkerProcess): void => {
    const index = idle.findIndex((entry) => entry.child === child)
    if (index !== -1) idle.splice(index, 1)[0]!.cancelEnd()
    children.delete(child)
    inBackground('worker end', child.end())
  }
  const takeIdle = (): WorkerProcess | null => {
    for (let entry = idle.pop(); entry !== undefined; entry = idle.pop()) {
      entry.cancelEnd()
      if (entry.child.isAlive()) return entry.child
      dismiss(entry.child)
    }
    return null
  }
  const open = async (): Promise<WorkerProcess> => {
    starting++
    try {
      const child = await start()
      children.add(child)
      if (!isClosed) return child
      dismiss(child)
      throw new Unavailable('pictures')
    } finally {
      starting--
    }
  }
  const acquire = async (): Promise<WorkerProcess> => {
    if (isClosed) throw new Unavailable('pictures')
    const child = takeIdle()
    if (child !== null) return child
    const isComing = warming > line.length
    if (!isComing && children.size + starting < settings.most) return open()
    if (line.length >= WAITING_MAX) throw new Unavailable('pictures')
    const given = await fromEvents<WorkerProcess | null>('worker line', ({ resolve }) => {
      line.push({ give: resolve })
    })
    return given?.isAlive() ? given : acquire()
  }
  const release = (child: WorkerProcess): void => {
    const isFit = child.isAlive() && child.growth() < GROWTH_MAX && !isClosed
    if (!isFit) dismiss(child)
    const next = line.shift()
    if (next) next.give(isFit ? child : null)
    else if (isFit) {
      idle.push({ child, cancelEnd: later('worker idle', settings.idleTime, () => dismiss(child)) })
    }
  }
  /** Ends idle children until running tasks, waiting children and this task fit into the memory. */
  const makeRoom = (): void => {
    const isTight = () => granted + (children.size + starting) * settings.idleMemory > settings.memory
    while (idle.length > 0 && isTight()) dismiss(idle[0]!.child)
  }
  const attempt = async (task: Task): Promise<unknown> => {
    const child = await acquire()
    granted += task.memory
    makeRoom()
    try {
      return await child.run(task)
    } finally {
      granted -= task.memory
      release(child)
    }
  }
  const run = async (task: Task): Promise<unknown> => {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(task)
      } catch (error) {
        if (error instanceof WorkerLost && !isClosed) settings.onLost?.(error.reason)
        if (!isClosed && !(error instanceof NotTaken)) throw error
        if (isClosed || tries === TRIES) throw new Unavailable('pictures', { cause: error })
      }
    }
  }

  return {
    async run(task) {
      busy++
      try {
        return await run(task)
      } finally {
        busy--
      }
    },
    warm() {
      if (isClosed || idle.length > 0 || children.size + starting >= settings.most) return
      warming++
      open()
        .finally(() => warming--)
        // A failure will recur, and be reported, when the task that waits for the child starts one.
        .then(release, () => line.shift()?.give(null))
    },
    hasIdle: () => idle.some(({ child }) => child.isAlive()),
    state: () => ({
      children: [...children].map((child) => child.pid),
      busy: busy - line.length,
      waiting: line.length,
    }),
    async close() {
      isClosed = true
      for (const entry of idle.splice(0)) entry.cancelEnd()
      for (const waiting of line.splice(0)) waiting.give(null)
      await Promise.all([...children].map((child) => child.end()))
      children.clear()
    },
  }
}

/** Starts children, with growing pauses while starting fails. */
function createStarter(settings: PoolSettings): () => Promise<WorkerProcess> {
  let failures = 0
  let notBefore = 0
  return async () => {
    if (performance.now() < notBefore) throw new Unavailable('pictures')
    try {
      const child = await startWorker(settings)
      failures = 0
      return child
    } catch (error) {
      notBefore = performance.now() + Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures++)
      throw new Unavailable('pictures', { cause: error })
    }
  }
}
