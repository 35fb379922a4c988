import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

const stops: (() => Promise<unknown>)[] = []

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop()
}

/**
 * Starts something for all tests of a file and stops it after the last one; what was started last stops first. Call it above
 * the first test: a test that is declared before does not wait, and the runner hangs. If it cannot start, the others are
 * stopped at once, so that the file ends.
 */
export async function fixture<T>(
  start: () => Promise<T>,
  stop: (started: T) => Promise<unknown>,
): Promise<T> {
  if (stops.length === 0) after(stopAll)
  try {
    const started = await start()
    stops.push(() => stop(started))
    return started
  } catch (error) {
    await stopAll()
    throw error
  }
}

/** Makes an empty folder for all tests of a file. */
export function folderFixture(prefix: string): Promise<string> {
  return fixture(
    () => mkdtemp(join(tmpdir(), prefix)),
    (folder) => rm(folder, { recursive: true, force: true }),
  )
}
