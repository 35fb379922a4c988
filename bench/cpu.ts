import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

/** Of the kernel's clock that processor time is counted in, a second (`getconf CLK_TCK` on Linux). */
const TICKS = 100

/** Seconds of processor time of the process, with `descendants` those of its children, ended ones too. */
export function processorSeconds(pid: number, descendants = false): number {
  const all = descendants ? [pid, ...childrenOf(pid)] : [pid]
  let ticks = 0
  for (const one of all) {
    const fields = statOf(one)
    // utime and stime, and of ended children cutime and cstime: fields 14 to 17 (proc(5)).
    ticks += Number(fields[11]) + Number(fields[12])
    if (descendants) ticks += Number(fields[13]) + Number(fields[14])
  }
  return ticks / TICKS
}

/** The process id of the PostgreSQL server that the address leads to, on this machine. */
export async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const parent = Number(statOf(rows[0]!.pid)[1])
  await client.end()
  return parent
}

/** The fields after the name of the program, from the third one of proc(5) on. */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    // It ended meanwhile; its parent counts it.
    return Array(20).fill('0')
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => statOf(one)[1] === String(pid))
