import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { FloorAnswer } from './floor.ts'

/** Starts the bare server of `floor.ts`, which sends the answers. */
export async function startFloor(answers: readonly FloorAnswer[] = []) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'floor.ts')], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const origin = await new Promise<string>((resolve) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0]
      if (found) resolve(found)
    })
  })
  child.send(answers as FloorAnswer[])
  await once(child, 'message')
  return { child, origin }
}
