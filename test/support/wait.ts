import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Waits until the check returns something, checking again after a pause; fails after the time. Both in milliseconds. */
export async function eventually<T>(
  check: () => Promise<T | null | undefined | false>,
  within = 20_000,
  pause = 20,
): Promise<T> {
  const deadline = Date.now() + within
  for (;;) {
    const result = await check()
    if (result) return result
    if (Date.now() > deadline) throw new Error('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/**
 * Returns an unused port of 127.0.0.1, followed by as many unused ones as requested. It is below those that the kernel
 * gives to outgoing connections, so that none of them takes it before its server, and above those that browsers refuse
 * (Fetch, 2.9: bad port).
 */
export async function freePort(count = 1): Promise<number> {
  for (;;) {
    const port = randomInt(10_100, 32_000)
    const ports = Array.from({ length: count }, (_, next) => port + next)
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch {
    return false
  }
  await once(probe.close(), 'close')
  return true
}
