import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type ApiDocument, describedRequests } from '../fuzz/described.ts'
import { closeConnections, tryRequest } from '../fuzz/driver.ts'
import { mutatedRecording } from '../fuzz/recorded.ts'
import type { FuzzRequest } from '../fuzz/request.ts'
import { seed, sizeOf } from '../fuzz/settings.ts'
import { type FuzzTarget, startTarget } from '../fuzz/target.ts'
import { type Installation, newInstallation } from '../support/setup.ts'

/** Average number of requests in flight. */
const AT_ONCE = 20
const REQUESTS = sizeOf('FUZZ_REQUESTS', 10_000)

let dataDir: string
let installation: Installation
let target: FuzzTarget
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'user-profile-fuzz-'))
  installation = await newInstallation()
  target = await startTarget({ ...installation.settings, DATA_DIR: dataDir })
})
after(async () => {
  closeConnections()
  await target?.stop()
  await installation.remove()
  await rm(dataDir, { recursive: true, force: true })
})

test(`${REQUESTS} generated or mutated requests all get the envelope, and no 5xx`, async (t) => {
  const document = JSON.parse(
    await readFile(join(import.meta.dirname, '../../docs/openapi.json'), 'utf8'),
  ) as ApiDocument
  const requests = fc.oneof(
    { weight: 3, arbitrary: describedRequests(document) },
    { weight: 2, arbitrary: mutatedRecording },
  )
  const statuses = new Map<number, number>()
  let sent = 0
  let warm = 0
  const property = fc.asyncProperty(
    fc.array(requests, { minLength: 1, maxLength: 2 * AT_ONCE - 1, size: 'max' }),
    async (batch) => {
      await target.revive()
      const answers = await Promise.all(batch.map((request) => tryRequest(target, request)))
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
      target.checkAlive()
      if (batch.some((request, index) => hasLostSession(request, answers[index]!.status)))
        await target.signIn()
      sent += batch.length
      if (warm === 0 && sent > REQUESTS / 4) warm = await target.warm()
    },
  )
  // Shrinking a request that never gets a response takes long.
  const bounds = { numRuns: 100, interruptAfterTimeLimit: 120_000 }
  for (let round = 0; sent < REQUESTS; round++) await fc.assert(property, { seed: seed + round, ...bounds })

  const megabytes = await target.checkLeftovers()
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
  t.diagnostic(
    `seed ${seed}, ${sent} requests, memory ${warm} to ${megabytes} MB, answers ${counts.join(', ')}`,
  )
})

/** Returns whether the request was refused although it had the person's own token. */
function hasLostSession({ as, headers }: FuzzRequest, status: number): boolean {
  return status === 401 && as === 'person' && !headers.some(([name]) => /^(apikey|authorization)$/.test(name))
}
