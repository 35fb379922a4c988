/** A task for a child process, which looks it up by name. */
export interface Task {
  name: string
  /** JSON that may contain `Uint8Array` values; they arrive as `Buffer`. */
  message: unknown
  /** Maximum growth of the child's memory during the task, in bytes. */
  memory: number
  /** Wall-clock limit in milliseconds. */
  milliseconds: number
}

/** Why a child ended before it finished a task. */
export type LossReason = 'crash' | 'memory' | 'time'

/** The child ended during this task: it crashed, or was killed for exceeding its memory or time. */
export class WorkerLost extends Error {
  readonly reason: LossReason

  constructor(task: string, reason: LossReason) {
    super(`a worker was lost during "${task}": ${reason}`)
    this.name = 'WorkerLost'
    this.reason = reason
  }
}

/** The task threw an error in the child, which keeps running. */
export class TaskFailed extends Error {
  constructor(task: string, reason: string) {
    super(`the task "${task}" failed in a worker: ${reason}`)
    this.name = 'TaskFailed'
  }
}

export interface PoolSettings {
  /** Module that each child runs; it calls `serveTasks`. */
  entry: URL
  /** Complete environment of each child. */
  env: Readonly<Record<string, string>>
  /** Maximum number of children. */
  most: number
  /** Memory limit for all children together, in bytes; idle ones are ended to make room for a task. */
  memory: number
  /** Memory of an idle child, in bytes. */
  idleMemory: number
  /** Time after which an idle child is ended, in milliseconds. */
  idleTime: number
}

/** Current state of the children. */
export interface PoolState {
  /** Process ids of the running children. */
  children: number[]
  busy: number
  waiting: number
}

/** Child processes for work that may crash, grow without bound or hang. */
export interface WorkerPool {
  /**
   * Runs the task in a child and returns its result, which is as untrusted as its input. If the child ends
   * before it starts the task, another child takes it.
   * @throws {WorkerLost} if the child ended during the task; the next task gets a new child
   * @throws {TaskFailed} if the task threw
   * @throws {Unavailable} if no child can be started
   */
  run(task: Task): Promise<unknown>
  /** Starts a child if none is idle, so that the next task does not wait for one. */
  warm(): void
  /** Whether a child is idle, so that a task starts at once. */
  hasIdle(): boolean
  state(): PoolState
  /** Kills all children and waits until they have exited. Running tasks reject. */
  close(): Promise<void>
}
