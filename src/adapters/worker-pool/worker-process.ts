import { AsyncLocalStorage } from 'node:async_hooks'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Duplex, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { every, fromEvents, ignoreErrors, inBackground, later, listen } from '../../basics/foreign-events.ts'
import { createFrameReader, encodeFrame } from '../../basics/frames.ts'
import { expensive, expensiveWork } from '../../ports/expensive-work.ts'
import {
  type LossReason,
  type PoolSettings,
  type Task,
  TaskFailed,
  WorkerLost,
} from '../../ports/worker-pool.ts'
import { PIPE, type TaskMessage, type WorkerMessage } from '../../ports/worker-tasks.ts'

const run = promisify(execFile)

/** A child that is not ready after this time, in milliseconds, is killed. */
const START_TIME = 30_000
/** How often the memory of a working child is checked, in milliseconds. */
const WATCH_INTERVAL = 20
/** How much memory threads and libraries of a child may take in addition to the task's, in bytes. */
const DATA_SLACK = 128_000_000
/** Maximum number of characters of a child's error output at startup. */
const ERROR_OUTPUT_MAX = 2000
/** The JavaScript heap stays small, since pixels are stored outside it; a V8 thread fewer saves a stack. */
const NODE_FLAGS = ['--max-old-space-size=96', '--v8-pool-size=1', '--disable-warning=ExperimentalWarning']

/** The child ended before it started the task. */
export class NotTaken extends Error {}

/** A child that is ready to run tasks, one at a time. */
export interface WorkerProcess {
  pid: number
  /** Growth since startup, in bytes. */
  growth(): number
  /** Whether it can run a task. */
  isAlive(): boolean
  /** @throws {WorkerLost | TaskFailed | NotTaken} */
  run(task: Task): Promise<unknown>
  /** Resolves when the process has exited. */
  end(): Promise<void>
}

/** Starts a child. Rejects if it ends or fails before it is ready. */
export async function startWorker(settings: PoolSettings): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [...NODE_FLAGS, fileURLToPath(settings.entry)], {
    env: settings.env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const line = createLine(child)
  const complaints = collectErrorOutput(child)
  try {
    await fromEvents<void>('worker start', ({ resolve, reject, on, after }) => {
      line.onMessage((message) => {
        if (message.kind === 'ready') resolve()
        else reject(new Error('a worker sent a message before it was ready'))
      })
      on(child, 'error', reject)
      on(child, 'close', (code, signal) =>
        reject(new Error(`a worker exited at startup: ${code ?? signal} ${complaints()}`)),
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
 * Collects what a child writes to standard error before it exits at startup. Later output, in which libraries
 * comment on hostile bytes, is discarded.
 */
function collectErrorOutput(child: ChildProcess): () => string {
  let text = ''
  const output = child.stderr as Readable
  ignoreErrors(output)
  listen('worker output', output, 'data', (chunk: Buffer) => {
    if (text.length < ERROR_OUTPUT_MAX) text += chunk.toString('latin1')
  })
  return () => text.slice(0, ERROR_OUTPUT_MAX)
}

type MessageHandler = (message: WorkerMessage) => void

/** The pipe to a child: unreadable data kills the child. */
function createLine(child: ChildProcess) {
  ignoreErrors(child)
  const pipe = child.stdio[PIPE] as Duplex
  ignoreErrors(pipe)
  const reader = createFrameReader()
  let onMessage: MessageHandler = () => {}
  let onGarbage = (): void => void child.kill('SIGKILL')
  const stop = listen('worker pipe', pipe, 'data', (chunk: Buffer) => {
    try {
      for (const message of reader.push(chunk)) onMessage(message as WorkerMessage)
    } catch {
      stop()
      pipe.destroy()
      onGarbage()
    }
  })
  return {
    onMessage(listener: MessageHandler): void {
      onMessage = listener
    },
    onGarbage(listener: () => void): void {
      onGarbage = listener
    },
    send(message: TaskMessage): void {
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
  line.onGarbage(() => kill('crash'))
  // No messages are expected between tasks.
  line.onMessage(() => kill('crash'))

  const runTask = (task: Task): Promise<unknown> => {
    const inContext = AsyncLocalStorage.snapshot()
    const id = ++lastId
    const spans = createSpans(inContext)
    let isTaken = false
    return fromEvents<unknown>('worker task', ({ resolve, reject, on }) => {
      // Not `exit`, after which a result may still be in the pipe.
      on(child, 'close', () =>
        reject(isTaken || killedFor ? new WorkerLost(task.name, killedFor ?? 'crash') : new NotTaken()),
      )
      line.onMessage((message) => {
        if (message.kind === 'ready' || message.id !== id) kill('crash')
        else if (message.kind === 'taken') isTaken = true
        else if (message.kind === 'began') spans.begin(message.work)
        else if (message.kind === 'ended') spans.end(message.work)
        else if (message.kind === 'done') resolve(message.result)
        else if (message.kind === 'failed') reject(new TaskFailed(task.name, String(message.reason)))
        else kill('crash')
      })
      const isTraced = expensiveWork.hasSubscribers
      line.send({ id, task: task.name, message: task.message, isTraced })
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
        return await runTask(task)
      } finally {
        for (const stop of stopWatching) stop()
        line.onMessage(() => kill('crash'))
      }
    },
    async end() {
      kill(null)
      await closed
    },
  }
}

/** Republishes expensive work reported by a child in this process, in the context of its request. */
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
 * Private resident memory of a process, in bytes: without file-backed pages, which are shared with its
 * siblings and reclaimed when memory runs short. 0 if the process is gone.
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
 * Limits what the child can allocate at all, for the time between two memory checks, with `prlimit` from
 * util-linux if it is installed and permitted. `RLIMIT_AS` is unsuitable: V8 reserves gigabytes that it never
 * uses.
 */
function limitData(pid: number, mostMemory: number): void {
  const data = bytesOf(statusOf(pid), 'VmData')
  if (data === 0) return
  const most = data + mostMemory + DATA_SLACK
  // If this fails, the memory checks remain.
  inBackground(
    'worker data limit',
    run('prlimit', ['--pid', String(pid), `--data=${most}:${most}`]).catch(() => {}),
  )
}
