import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** Waits until the check answers something, looking often; fails after the time in milliseconds. */
export async function eventually<T>(
  check: () => Promise<T | null | undefined | false>,
  within = 10_000,
): Promise<T> {
  const deadline = Date.now() + within
  for (;;) {
    const result = await check()
    if (result) return result
    if (Date.now() > deadline) throw new Error('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A port of 127.0.0.1 that nobody uses now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await once(probe.close(), 'close')
  return port
}
