import { writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { setPriority } from 'node:os'
import { expensiveWork } from './expensive-work.ts'
import { hearErrors, inBackground, listen } from './foreign-events.ts'
import { createFrameReader, encodeFrame } from './frames.ts'

/** Descriptor of the pipe between a child and its parent. */
export const PIPE = 3

/** What a parent tells its child. */
export interface TaskMessage {
  id: number
  task: string
  message: unknown
  /** Whether to tell of expensive work. */
  isTraced: boolean
}

/** What a child tells its parent: that it is there, what it is doing, what came of it. */
export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'taken'; id: number }
  | { kind: 'began' | 'ended'; id: number; work: string }
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'failed'; id: number; reason: string }

/** Tasks by name. What they are given and return goes through `frames.ts`. */
// biome-ignore lint/suspicious/noExplicitAny: each task has a message of its own.
export type Tasks = Record<string, (message: any) => Promise<unknown>>

/** Makes this process a child that does one task after another for its parent, and ends with it. */
export function serveTasks(tasks: Tasks): void {
  giveWay()
  const pipe = new Socket({ fd: PIPE })
  const tell = (message: WorkerMessage): void => {
    pipe.write(encodeFrame(message))
  }
  const reader = createFrameReader()
  let traced: number | null = null
  const work = async ({ id, task, message, isTraced }: TaskMessage): Promise<void> => {
    tell({ kind: 'taken', id })
    traced = isTraced ? id : null
    const outcome = await attempt(tasks, task, message)
    traced = null
    tell({ ...outcome, id })
  }
  listen('worker pipe', pipe, 'data', (chunk: Buffer) => {
    for (const message of reader.push(chunk)) inBackground('worker task', work(message as TaskMessage))
  })
  hearErrors(pipe)
  // A parent that is gone must not leave a child behind, whatever the child is doing.
  listen('worker pipe', pipe, 'close', () => process.kill(process.pid, 'SIGKILL'))
  // The terminal sends these to all processes of a group; the parent decides when its children end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) listen('worker signal', process, signal, () => {})
  const report = (kind: 'began' | 'ended') => (about: unknown) => {
    if (traced !== null) tell({ kind, id: traced, work: (about as { name: string }).name })
  }
  expensiveWork.start.subscribe(report('began'))
  expensiveWork.asyncEnd.subscribe(report('ended'))
  tell({ kind: 'ready' })
}

async function attempt(tasks: Tasks, task: string, message: unknown) {
  try {
    if (!Object.hasOwn(tasks, task)) throw new TypeError('there is no such task')
    return { kind: 'done', result: await tasks[task]!(message) } as const
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) } as const
  }
}

/** Leaves the processor to the parent first, and is the first to go when memory runs out. */
function giveWay(): void {
  const tries = [() => setPriority(5), () => writeFileSync('/proc/self/oom_score_adj', '1000')]
  for (const one of tries) {
    try {
      one()
    } catch {
      // Refused by the system call filter of some installations, which is no harm.
    }
  }
}
