import autocannon from 'autocannon'

/** Connections of the load generator. */
const CONNECTIONS = 32

/** The result of one run of one kind of request; times in milliseconds. */
export interface Result {
  perSecond: number
  p50: number
  p99: number
  /** Microseconds of processor time per request. */
  service: number
  database: number
}

/** Returns the seconds of processor time used so far. */
export type Usage = () => { service: number; database: number }

const none: Usage = () => ({ service: 0, database: 0 })

/** Sends the requests as fast as responses arrive, for some seconds or until there are `amount` of them. */
export async function measure(
  name: string,
  options: autocannon.Options,
  until: { seconds: number } | { amount: number },
  usage: Usage = none,
): Promise<Result> {
  const times: number[] = []
  const before = usage()
  const began = performance.now()
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      {
        ...options,
        connections: CONNECTIONS,
        ...('seconds' in until ? { duration: until.seconds } : { amount: until.amount }),
      },
      (error: Error | null, done) => (error ? reject(error) : resolve(done)),
    )
    running.on('response', (_client, _status, _bytes, time) => times.push(time))
  })
  const failed = result.errors + result.non2xx
  if (failed > 0) throw new Error(`${name}: ${failed} failed, ${JSON.stringify(result.statusCodeStats)}`)
  const perSecond = (times.length * 1000) / (performance.now() - began)
  const after = usage()
  const each = (part: 'service' | 'database') => ((after[part] - before[part]) * 1e6) / times.length
  return { perSecond, ...percentiles(times), service: each('service'), database: each('database') }
}

/** The times within which 50 % and 99 % finished. */
function percentiles(times: readonly number[]): { p50: number; p99: number } {
  const sorted = Float64Array.from(times).sort()
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

/** Returns the run with the median rate. */
export function median(runs: readonly Result[]): Result {
  return runs.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(runs.length / 2)]!
}
