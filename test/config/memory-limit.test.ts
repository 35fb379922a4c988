import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryLimit } from '../../src/config/memory-limit.ts'

const machine = 16e9
const cases: [what: string, files: Record<string, string>, bytes: number][] = [
  ['no groups', {}, machine],
  [
    'version 2 in a container',
    { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/memory.max': '1073741824\n' },
    2 ** 30,
  ],
  [
    'version 2 without a limit',
    {
      '/proc/self/cgroup': '0::/a\n',
      '/sys/fs/cgroup/a/memory.max': 'max\n',
      '/sys/fs/cgroup/memory.max': 'max\n',
    },
    machine,
  ],
  [
    'a unit in a smaller slice',
    {
      '/proc/self/cgroup': '0::/our.slice/user-profile.service\n',
      '/sys/fs/cgroup/our.slice/user-profile.service/memory.max': '2000000000\n',
      '/sys/fs/cgroup/our.slice/memory.max': '900000000\n',
    },
    900e6,
  ],
  [
    'version 1',
    {
      '/proc/self/cgroup': '5:cpu,cpuacct:/x\n4:memory:/docker/abc\n',
      '/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': '500000000\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    },
    500e6,
  ],
  [
    'version 1 in a container, whose path is one of the machine',
    {
      '/proc/self/cgroup': '4:memory:/docker/abc\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '600000000\n',
    },
    600e6,
  ],
  [
    'both versions',
    {
      '/proc/self/cgroup': '4:memory:/\n0::/u\n',
      '/sys/fs/cgroup/unified/u/memory.max': '700000000\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '800000000\n',
    },
    700e6,
  ],
  [
    'a path that climbs',
    { '/proc/self/cgroup': '0::/../..\n', '/sys/fs/cgroup/memory.max': '400000000' },
    400e6,
  ],
]
for (const [what, files, bytes] of cases) {
  test(`the memory limit of the service is detected: ${what}`, () => {
    assert.equal(
      memoryLimit((path) => files[path] ?? null, machine),
      bytes,
    )
  })
}
