import { Presets, SingleBar } from 'cli-progress'

/** How far a command is. */
export interface Progress {
  update(done: number, total?: number): void
  stop(): void
}

/** A bar on standard error where a person watches it; elsewhere nothing. */
export function createProgress(what: string, total: number): Progress {
  if (!process.stderr.isTTY || total <= 0) return { update() {}, stop() {} }
  const bar = new SingleBar(
    { format: `${what} {bar} {percentage}% {eta_formatted}`, stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return {
    update(done, newTotal) {
      if (newTotal !== undefined) bar.setTotal(newTotal)
      bar.update(Math.min(done, bar.getTotal()))
    },
    stop: () => bar.stop(),
  }
}
