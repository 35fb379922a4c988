import { readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { posix } from 'node:path'

/** Reads a file of the system; null if there is none. */
export type ReadFile = (path: string) => string | null

const systemFile: ReadFile = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/**
 * Bytes that this process and its children may take: the smallest limit of its cgroup and the cgroups around it, of
 * version 2 or 1, else the memory of the machine. `process.constrainedMemory()` does not look at the groups around it.
 */
export function memoryLimit(read: ReadFile = systemFile, machine = totalmem()): number {
  const limits = (read('/proc/self/cgroup') ?? '').split('\n').flatMap((line) => {
    // `0::/path` of version 2, `4:memory:/path` of version 1.
    const [, id, controllers = '', path = '/'] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? []
    if (id === '0' && controllers === '') {
      return ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].flatMap((root) =>
        readUpwards(read, root, path, 'memory.max'),
      )
    }
    if (!controllers.split(',').includes('memory')) return []
    return readUpwards(read, '/sys/fs/cgroup/memory', path, 'memory.limit_in_bytes')
  })
  return Math.min(machine, ...limits)
}

/** The limits from the group up to the root; in a container the path may be one of the machine, so the root counts. */
function readUpwards(read: ReadFile, root: string, path: string, file: string): number[] {
  const limits: number[] = []
  for (let folder = posix.normalize(`/${path}`); ; folder = posix.dirname(folder)) {
    // `max` is no number, and version 1 writes a number beyond any machine.
    const bytes = Number.parseInt(read(posix.join(root, folder, file)) ?? '', 10)
    if (bytes > 0) limits.push(bytes)
    if (folder === '/') return limits
  }
}
