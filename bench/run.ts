/**
 * `npm run bench [PRODUCT…]`: sends the most frequent requests to a bare `node:http` server, to the service on SQLite and on
 * PostgreSQL, and to its rivals, interleaved, and writes `docs/benchmarks.md`. With names it measures only rivals whose names
 * contain one of them, and prints the tables. `npm run bench -- --compare REF` compares this checkout with a commit instead,
 * and exits with 1 if a case takes at least 20 % more processor time in every round. BENCH_SECONDS (3), BENCH_ROUNDS (5; 3 to
 * compare) and BENCH_CONNECTIONS (32) change the load. Needs wrk.
 */
import { parseArgs } from 'node:util'
import { compareWithCommit } from './compare.ts'
import { measureProducts } from './product-runs.ts'
import { writeBenchmarks } from './report.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { compare: { type: 'string' } },
})
const bounds = {
  rounds: Number(process.env.BENCH_ROUNDS ?? (values.compare === undefined ? 5 : 3)),
  seconds: Number(process.env.BENCH_SECONDS ?? 3),
  connections: Number(process.env.BENCH_CONNECTIONS ?? 32),
}
if (values.compare !== undefined) await compareWithCommit(values.compare, bounds)
else await writeBenchmarks(await measureProducts(positionals, bounds), bounds, positionals.length === 0)
