import { Presets, SingleBar } from 'cli-progress'

/** Progress of a command. */
export interface Progress {
  update(done: number, total?: number): void
  stop(): void
}

/**
 * Creates a progress bar on standard error if it is a terminal; otherwise does nothing. Without a total (null) it counts
 * rows.
 */
export function createProgress(what: string, total: number | null): Progress {
  if (!process.stderr.isTTY || (total !== null && total <= 0)) return { update() {}, stop() {} }
  const format =
    total === null
      ? `${what} {value} rows, {duration_formatted}`
      : `${what} {bar} {percentage}% {eta_formatted}`
  const bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true }, Presets.shades_classic)
  bar.start(total ?? 0, 0)
  return {
    update(done, newTotal) {
      if (newTotal !== undefined) bar.setTotal(newTotal)
      bar.update(total === null ? done : Math.min(done, bar.getTotal()))
    },
    stop: () => bar.stop(),
  }
}
