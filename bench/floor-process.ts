import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Starts the bare server of `floor.ts`. */
export async function startFloor() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'floor.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0]
      if (found) resolve(found)
    })
  })
  return { child, origin }
}
