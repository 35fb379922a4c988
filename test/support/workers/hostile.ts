import { writeSync } from 'node:fs'
import { PIPE, serveTasks } from '../../../src/ports/worker-tasks.ts'

/** A child that does what hostile bytes could make it do. */
const hoard: Buffer[] = []

serveTasks({
  echo: async (message) => message,
  environment: async () => process.env,
  async fail() {
    throw new TypeError('no')
  },
  async abort() {
    process.abort()
  },
  async exit() {
    process.exit(0)
  },
  async grow() {
    for (;;) {
      hoard.push(Buffer.alloc(4_000_000, 1))
      await new Promise((resolve) => setImmediate(resolve))
    }
  },
  // Without a pause in which its growth could be noticed.
  async burst({ bytes }: { bytes: number }) {
    hoard.push(Buffer.alloc(bytes, 1))
    return 'grown'
  },
  async loop() {
    for (;;);
  },
  async never() {
    // Keeps it busy, so that it does not end by itself.
    setInterval(() => {}, 1000)
    await new Promise(() => {})
  },
  /** Writes directly to the pipe, then waits for the outcome. */
  async garbage({ hex }: { hex: string }) {
    writeSync(PIPE, Buffer.from(hex, 'hex'))
    await new Promise(() => {})
  },
})
