import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** What Pillow with its plugins makes of a file. */
export interface PillowVerdict {
  opens: boolean
  /** Upright size, in pixels. */
  width?: number
  height?: number
  reason?: string
}

/** Creates Pillow's environment in the folder, anew if the requirements have changed. Returns its Python. */
export async function installPillow(folder: string): Promise<string> {
  const environment = join(folder, 'pillow')
  const wanted = join(import.meta.dirname, 'requirements.txt')
  const installed = join(environment, 'requirements.txt')
  const python = join(environment, 'bin/python')
  if (existsSync(installed) && (await readFile(installed)).equals(await readFile(wanted))) return python
  await rm(environment, { recursive: true, force: true })
  const steps = [
    ['python3', '-m', 'venv', environment],
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', wanted],
  ] as const
  for (const [command, ...args] of steps) {
    const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
    if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} exited with ${status}`)
  }
  await copyFile(wanted, installed)
  return python
}

/** Starts Pillow, installed into the folder. It is started again if a picture crashes it. */
export async function openPillow(folder: string) {
  const python = await installPillow(folder)
  const start = () => {
    const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
      python,
      [join(import.meta.dirname, 'pillow.py')],
      { stdio: ['pipe', 'pipe', 'ignore'] },
    )
    child.stdin.on('error', () => {})
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
  }
  let running = start()
  return {
    async judge(path: string): Promise<PillowVerdict> {
      running.child.stdin.write(`${path}\n`)
      const { done, value } = await running.lines.next()
      if (!done) return JSON.parse(value) as PillowVerdict
      running = start()
      return { opens: false, reason: 'crashed' }
    },
    close() {
      running.child.stdin.end()
    },
  }
}
