import { readdirSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { setPriority } from 'node:os'
import { ignoreErrors, inBackground, listen } from '../basics/foreign-events.ts'
import { createFrameReader, encodeFrame } from '../basics/frames.ts'
import { expensiveWork } from './expensive-work.ts'

/** File descriptor of the pipe between a child and its parent. */
export const PIPE = 3

/** Message from a parent to its child. */
export interface TaskMessage {
  id: number
  task: string
  message: unknown
  /** Whether to report expensive work. */
  isTraced: boolean
}

/** Message from a child to its parent: it is ready, what it is doing, the outcome. */
export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'taken'; id: number }
  | { kind: 'began' | 'ended'; id: number; work: string }
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'failed'; id: number; reason: string }

/** Tasks by name. Their arguments and results are sent through `frames.ts`. */
// biome-ignore lint/suspicious/noExplicitAny: each task has its own message type.
export type Tasks = Record<string, (message: any) => Promise<unknown>>

/** Turns this process into a child that runs tasks for its parent, one after another, and ends with it. */
export function serveTasks(tasks: Tasks): void {
  yieldToParent()
  const pipe = new Socket({ fd: PIPE })
  const send = (message: WorkerMessage): void => {
    pipe.write(encodeFrame(message))
  }
  const reader = createFrameReader()
  let traced: number | null = null
  const work = async ({ id, task, message, isTraced }: TaskMessage): Promise<void> => {
    send({ kind: 'taken', id })
    traced = isTraced ? id : null
    const outcome = await attempt(tasks, task, message)
    traced = null
    send({ ...outcome, id })
  }
  listen('worker pipe', pipe, 'data', (chunk: Buffer) => {
    for (const message of reader.push(chunk)) inBackground('worker task', work(message as TaskMessage))
  })
  ignoreErrors(pipe)
  // If the parent is gone, the child must exit, whatever it is doing.
  listen('worker pipe', pipe, 'close', () => process.kill(process.pid, 'SIGKILL'))
  // The terminal sends these to the whole process group; the parent decides when its children end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) listen('worker signal', process, signal, () => {})
  const report = (kind: 'began' | 'ended') => (about: unknown) => {
    if (traced !== null) send({ kind, id: traced, work: (about as { name: string }).name })
  }
  expensiveWork.start.subscribe(report('began'))
  expensiveWork.asyncEnd.subscribe(report('ended'))
  send({ kind: 'ready' })
}

async function attempt(tasks: Tasks, task: string, message: unknown) {
  try {
    if (!Object.hasOwn(tasks, task)) throw new TypeError('there is no such task')
    return { kind: 'done', result: await tasks[task]!(message) } as const
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) } as const
  }
}

/** Priority (setpriority(2)) at which a child still gets some time on a machine that is busy with other things. */
const NICENESS = 10

/** Lowers the priority below the parent's, and makes this process the first victim if memory runs out. */
function yieldToParent(): void {
  ifAllowed(() => setPriority(NICENESS))
  // On Linux that is the priority of one thread, which those that it starts from now on inherit. Libraries work on others.
  ifAllowed(() => {
    for (const thread of readdirSync('/proc/self/task'))
      ifAllowed(() => setPriority(Number(thread), NICENESS))
  })
  ifAllowed(() => writeFileSync('/proc/self/oom_score_adj', '1000'))
}

/** Harmless if it is not: the system call filter of some installations forbids it. */
function ifAllowed(work: () => void): void {
  try {
    work()
  } catch {
    // As said.
  }
}
