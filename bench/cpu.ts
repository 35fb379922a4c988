import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

/** Kernel clock ticks per second, the unit of processor time (`getconf CLK_TCK` on Linux). */
const TICKS = 100

/**
 * Returns the seconds of processor time of the process; with `descendants`, also those of its children, including ended
 * ones.
 */
export function processorSeconds(pid: number, descendants = false): number {
  const all = descendants ? [pid, ...childrenOf(pid)] : [pid]
  let ticks = 0
  for (const one of all) {
    const fields = statOf(one)
    // utime and stime, and cutime and cstime for ended children: fields 14 to 17 (proc(5)).
    ticks += Number(fields[11]) + Number(fields[12])
    if (descendants) ticks += Number(fields[13]) + Number(fields[14])
  }
  return ticks / TICKS
}

/** Returns the process id of the PostgreSQL server at the address, on this machine. */
export async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const parent = Number(statOf(rows[0]!.pid)[1])
  await client.end()
  return parent
}

/** The fields after the program name, starting with the third one of proc(5). */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    // It has ended; its parent counts it.
    return Array(20).fill('0')
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => statOf(one)[1] === String(pid))
