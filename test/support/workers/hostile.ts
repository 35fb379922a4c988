import { writeSync } from 'node:fs'
import { PIPE, serveTasks } from '../../../src/ports/worker-tasks.ts'

/** A child that does what hostile bytes may make one do. */
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
  // No pause in which it could be seen growing.
  async burst({ bytes }: { bytes: number }) {
    hoard.push(Buffer.alloc(bytes, 1))
    return 'grown'
  },
  async loop() {
    for (;;);
  },
  async never() {
    // Something to do, so that it does not end by itself.
    setInterval(() => {}, 1000)
    await new Promise(() => {})
  },
  /** Writes to the pipe itself, then waits for what becomes of it. */
  async garbage({ hex }: { hex: string }) {
    writeSync(PIPE, Buffer.from(hex, 'hex'))
    await new Promise(() => {})
  },
})
