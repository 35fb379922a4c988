import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** What one run of wrk measured. */
export interface Load {
  requests: number
  /** Responses with a status from 400 on, and broken connections. */
  failed: number
  perSecond: number
  /** Milliseconds within which 50 % and 99 % of the requests finished. */
  p50: number
  p99: number
}

/** Milliseconds of the units in which wrk prints times. */
const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 }

/**
 * Sends what the Lua script makes, as fast as responses arrive, with one thread of wrk, which is faster than any of the
 * servers measured.
 * @throws {Error} if wrk is not installed
 */
export async function runWrk(
  origin: string,
  script: string,
  { seconds, connections }: { seconds: number; connections: number },
): Promise<Load> {
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script, origin]
  const { stdout } = await promisify(execFile)('wrk', options).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error('wrk is missing: apt-get install wrk') : error
  })
  return readLoad(stdout)
}

function readLoad(text: string): Load {
  const [, requests = '0', time = '1', unit = 's'] = /(\d+) requests in ([\d.]+)(us|ms|s|m)/.exec(text) ?? []
  const errors = /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? '0'
  const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text) ?? []
  return {
    requests: Number(requests),
    failed: [errors, ...broken.slice(1)].reduce((sum, count) => sum + Number(count), 0),
    perSecond: (Number(requests) * 1000) / (Number(time) * UNITS[unit]!),
    p50: percentile(text, 50),
    p99: percentile(text, 99),
  }
}

function percentile(text: string, percent: number): number {
  const [, time, unit] = new RegExp(`^ +${percent}% +([\\d.]+)(us|ms|s|m)$`, 'm').exec(text) ?? []
  return time === undefined ? Number.NaN : Number(time) * UNITS[unit!]!
}
