/** A piece of work for a child process, which knows it by its name. */
export interface Task {
  name: string
  /** JSON, with bytes as `Uint8Array` anywhere in it; bytes arrive as `Buffer`. */
  message: unknown
  /** Bytes by which the child may grow over what it takes when it begins. */
  memory: number
  /** Wall-clock limit in milliseconds. */
  milliseconds: number
}

/** Why a child ended before it had finished a task. */
export type LossReason = 'crash' | 'memory' | 'time'

/** The child ended, or was killed, over this task: it crashed, grew too large or took too long. */
export class WorkerLost extends Error {
  readonly reason: LossReason

  constructor(task: string, reason: LossReason) {
    super(`a worker was lost over "${task}": ${reason}`)
    this.name = 'WorkerLost'
    this.reason = reason
  }
}

/** The task threw an error in the child, which lives on. */
export class TaskFailed extends Error {
  constructor(task: string, reason: string) {
    super(`the task "${task}" failed in a worker: ${reason}`)
    this.name = 'TaskFailed'
  }
}

export interface PoolSettings {
  /** The module that each child runs, which calls `serveTasks`. */
  entry: URL
  /** The whole environment of each child. */
  env: Readonly<Record<string, string>>
  /** Most children. */
  most: number
  /** Bytes for all children together; idle ones end to make room for a task. */
  memory: number
  /** What an idle child takes, in bytes. */
  idleMemory: number
  /** Milliseconds after which an idle child ends. */
  idleTime: number
}

/** What the children do now. */
export interface PoolState {
  /** Process ids of the living. */
  children: number[]
  busy: number
  waiting: number
}

/** Child processes that do what may crash, grow without bound or never end. */
export interface WorkerPool {
  /**
   * Does the task in a child of its own and returns what the task returned, which is not to be trusted more than its
   * input. A task that was given to a child which ended before taking it up goes to another one.
   * @throws {WorkerLost} if the child ended over it; the next task gets a new child
   * @throws {TaskFailed} if the task threw
   * @throws {Unavailable} if no child can be started
   */
  run(task: Task): Promise<unknown>
  /** Starts a child if none is idle, so that the next task need not wait for the start. */
  warm(): void
  state(): PoolState
  /** Kills all children and waits for their end. Running tasks reject. */
  close(): Promise<void>
}
