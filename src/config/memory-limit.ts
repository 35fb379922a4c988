import { readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { posix } from 'node:path'

/** Reads a system file; returns null if it does not exist. */
export type ReadFile = (path: string) => string | null

const systemFile: ReadFile = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/**
 * Returns the memory available to this process and its children, in bytes: the smallest limit of its cgroup
 * and parent cgroups (version 2 or 1), otherwise the memory of the machine. `process.constrainedMemory()`
 * ignores parent cgroups.
 */
export function memoryLimit(read: ReadFile = systemFile, machine = totalmem()): number {
  const limits = (read('/proc/self/cgroup') ?? '').split('\n').flatMap((line) => {
    // `0::/path` in version 2, `4:memory:/path` in version 1.
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

/**
 * Reads the limits from the group up to the root; in a container the path may be that of the host, so the
 * root is included.
 */
function readUpwards(read: ReadFile, root: string, path: string, file: string): number[] {
  const limits: number[] = []
  for (let folder = posix.normalize(`/${path}`); ; folder = posix.dirname(folder)) {
    // `max` is not a number, and version 1 represents "no limit" by a number beyond any machine.
    const bytes = Number.parseInt(read(posix.join(root, folder, file)) ?? '', 10)
    if (bytes > 0) limits.push(bytes)
    if (folder === '/') return limits
  }
}
