import { readFileSync } from 'node:fs'

/** Returns the process and all of its descendants. */
function familyOf(pid: number): number[] {
  const family = [pid]
  for (const one of family) {
    try {
      const children = readFileSync(`/proc/${one}/task/${one}/children`, 'utf8').trim()
      if (children !== '') family.push(...children.split(' ').map(Number))
    } catch {
      // It has ended.
    }
  }
  return family
}

/** Returns the memory of the process and its descendants in MB: proportional set size, so shared pages count once (proc(5)). */
export function memoryOf(pid: number): number {
  const sizes = familyOf(pid).map((one) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    } catch {
      return 0
    }
  })
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}

/** How long a server settles after its start, in milliseconds. */
const SETTLE = 3000

/** The same some time after the start. */
export async function memoryWhenIdle(pid: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE))
  return memoryOf(pid)
}
