import { AsyncLocalStorage } from 'node:async_hooks'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Duplex, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expensive, expensiveWork } from '../ports/expensive-work.ts'
import { every, fromEvents, hearErrors, inBackground, later, listen } from '../ports/foreign-events.ts'
import { createFrameReader, encodeFrame } from '../ports/frames.ts'
import {
  type LossReason,
  type PoolSettings,
  type Task,
  TaskFailed,
  WorkerLost,
} from '../ports/worker-pool.ts'
import { PIPE, type TaskMessage, type WorkerMessage } from '../ports/worker-tasks.ts'

const run = promisify(execFile)

/** A child that isn't ready after so many milliseconds is killed. */
const START_TIME = 30_000
/** How often the size of a child at work is looked at, in milliseconds. */
const WATCH_INTERVAL = 20
/** Threads and libraries may take so many bytes of a child's data beside what a task is granted. */
const DATA_SLACK = 128_000_000
/** Characters of what a child complains of at its start. */
const MOST_COMPLAINTS = 2000
/** The heap of JavaScript stays small, because pixels are outside of it; a thread less for V8 is a stack less. */
const NODE_FLAGS = ['--max-old-space-size=96', '--v8-pool-size=1', '--disable-warning=ExperimentalWarning']

/** The child was given a task and ended before taking it up. */
export class NotTaken extends Error {}

/** A child that is ready for tasks, one at a time. */
export interface WorkerProcess {
  pid: number
  /** Bytes by which it is larger than it was when it had just started. */
  growth(): number
  /** Whether it can be given a task. */
  isAlive(): boolean
  /** @throws {WorkerLost | TaskFailed | NotTaken} */
  run(task: Task): Promise<unknown>
  /** Resolves when the process is gone. */
  end(): Promise<void>
}

/** Starts a child. Rejects if it ends or fails before it is ready. */
export async function startWorker(settings: PoolSettings): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [...NODE_FLAGS, fileURLToPath(settings.entry)], {
    env: settings.env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const line = createLine(child)
  const complaints = hearComplaints(child)
  try {
    await fromEvents<void>('worker start', ({ resolve, reject, on, after }) => {
      line.hear((message) => {
        if (message.kind === 'ready') resolve()
        else reject(new Error('a worker spoke before it was ready'))
      })
      on(child, 'error', reject)
      on(child, 'close', (code, signal) =>
        reject(new Error(`a worker ended at its start: ${code ?? signal} ${complaints()}`)),
      )
      after(START_TIME, () => reject(new Error('a worker was not ready in time')))
    })
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  const pid = child.pid!
  limitData(pid, settings.memory)
  return supervise(child, pid, line)
}

/**
 * What a child writes to its standard error before it ends at its start. Later it writes what libraries say of hostile
 * bytes, which is nothing for the log.
 */
function hearComplaints(child: ChildProcess): () => string {
  let text = ''
  const output = child.stderr as Readable
  hearErrors(output)
  listen('worker output', output, 'data', (chunk: Buffer) => {
    if (text.length < MOST_COMPLAINTS) text += chunk.toString('latin1')
  })
  return () => text.slice(0, MOST_COMPLAINTS)
}

type Hear = (message: WorkerMessage) => void

/** The pipe to a child: what cannot be read kills it. */
function createLine(child: ChildProcess) {
  hearErrors(child)
  const pipe = child.stdio[PIPE] as Duplex
  hearErrors(pipe)
  const reader = createFrameReader()
  let hear: Hear = () => {}
  let onGarbage = (): void => void child.kill('SIGKILL')
  const stop = listen('worker pipe', pipe, 'data', (chunk: Buffer) => {
    try {
      for (const message of reader.push(chunk)) hear(message as WorkerMessage)
    } catch {
      stop()
      pipe.destroy()
      onGarbage()
    }
  })
  return {
    hear(listener: Hear): void {
      hear = listener
    },
    hearGarbage(listener: () => void): void {
      onGarbage = listener
    },
    tell(message: TaskMessage): void {
      pipe.write(encodeFrame(message))
    },
  }
}

function supervise(child: ChildProcess, pid: number, line: ReturnType<typeof createLine>): WorkerProcess {
  const idleSize = ownSize(pid)
  let isOpen = true
  let killedFor: LossReason | null = null
  let lastId = 0
  const closed = fromEvents<void>('worker end', ({ resolve, on }) => on(child, 'close', () => resolve()))
  const growth = () => ownSize(pid) - idleSize
  const kill = (reason: LossReason | null): void => {
    isOpen = false
    killedFor ??= reason
    child.kill('SIGKILL')
  }
  listen('worker exit', child, 'exit', () => {
    isOpen = false
  })
  line.hearGarbage(() => kill('crash'))
  // Nothing is said between tasks.
  line.hear(() => kill('crash'))

  const converse = (task: Task): Promise<unknown> => {
    const inContext = AsyncLocalStorage.snapshot()
    const id = ++lastId
    const spans = createSpans(inContext)
    let isTaken = false
    return fromEvents<unknown>('worker task', ({ resolve, reject, on }) => {
      // Not `exit`, after which an answer may still be in the pipe.
      on(child, 'close', () =>
        reject(isTaken || killedFor ? new WorkerLost(task.name, killedFor ?? 'crash') : new NotTaken()),
      )
      line.hear((message) => {
        if (message.kind === 'ready' || message.id !== id) kill('crash')
        else if (message.kind === 'taken') isTaken = true
        else if (message.kind === 'began') spans.begin(message.work)
        else if (message.kind === 'ended') spans.end(message.work)
        else if (message.kind === 'done') resolve(message.result)
        else if (message.kind === 'failed') reject(new TaskFailed(task.name, String(message.reason)))
        else kill('crash')
      })
      const isTraced = expensiveWork.hasSubscribers
      line.tell({ id, task: task.name, message: task.message, isTraced })
    }).finally(spans.close)
  }

  return {
    pid,
    growth,
    isAlive: () => isOpen,
    async run(task) {
      const before = growth()
      const stopWatching = [
        later('worker deadline', task.milliseconds, () => kill('time')),
        every('worker size', WATCH_INTERVAL, () => {
          if (growth() - before > task.memory) kill('memory')
        }),
      ]
      try {
        return await converse(task)
      } finally {
        for (const stop of stopWatching) stop()
        line.hear(() => kill('crash'))
      }
    },
    async end() {
      kill(null)
      await closed
    },
  }
}

/** Expensive work that a child tells of, told of here as if it were done here, for the request that it belongs to. */
function createSpans(inContext: <R>(fn: () => R) => R) {
  const open = new Map<string, () => void>()
  return {
    begin(work: unknown): void {
      if (typeof work !== 'string' || open.size >= 16 || open.has(work)) return
      const { promise, resolve } = Promise.withResolvers<void>()
      open.set(work, resolve)
      inContext(() => expensive(work, () => promise))
    },
    end(work: string): void {
      open.get(work)?.()
      open.delete(work)
    },
    close(): void {
      for (const end of open.values()) end()
    },
  }
}

/**
 * Resident bytes of a process that are its own: without the pages of files, which it shares with its siblings and which
 * the system takes back when memory runs short. 0 if the process is gone.
 */
function ownSize(pid: number): number {
  const status = statusOf(pid)
  return bytesOf(status, 'RssAnon') + bytesOf(status, 'RssShmem')
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1')
  } catch {
    return ''
  }
}

function bytesOf(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024
}

/**
 * Bounds what the child can allocate at all, for the moments between two looks at its size. By `prlimit` of util-linux,
 * where there is one and the system allows it. `RLIMIT_AS` would not do: V8 reserves gigabytes that it never uses.
 */
function limitData(pid: number, mostMemory: number): void {
  const data = bytesOf(statusOf(pid), 'VmData')
  if (data === 0) return
  const most = data + mostMemory + DATA_SLACK
  // Without it the watch on the size is left.
  inBackground(
    'worker data limit',
    run('prlimit', ['--pid', String(pid), `--data=${most}:${most}`]).catch(() => {}),
  )
}
