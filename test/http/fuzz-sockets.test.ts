import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { inChunks } from '../fuzz/forms.ts'
import { ANSWER_TIME, checkAnswer } from '../fuzz/invariants.ts'
import { fillIn } from '../fuzz/request.ts'
import { seed, sizeOf } from '../fuzz/settings.ts'
import { type StreamInput, streams } from '../fuzz/streams.ts'
import { type FuzzTarget, startTarget } from '../fuzz/target.ts'
import type { Place } from '../support/process.ts'
import { type Installation, newInstallation } from '../support/setup.ts'

/** Average number of simultaneous connections. */
const AT_ONCE = 20
const CONNECTIONS = sizeOf('FUZZ_SOCKETS', 3000)

let place: Exclude<Place, string>
let installation: Installation
let target: FuzzTarget
before(async () => {
  installation = await newInstallation()
  place = { ...installation.settings, DATA_DIR: await mkdtemp(join(tmpdir(), 'user-profile-fuzz-')) }
  target = await startTarget(place)
})
after(async () => {
  await target?.stop()
  await installation.remove()
  await rm(place.DATA_DIR, { recursive: true, force: true })
})

test(`${CONNECTIONS} connections with broken framing get a response or are closed at once, with no 5xx`, async (t) => {
  const statuses = new Map<string, number>()
  let opened = 0
  let warm = 0
  const batch = fc.array(streams, { minLength: 1, maxLength: 2 * AT_ONCE - 1, size: 'max' })
  const property = fc.asyncProperty(batch, async (inputs) => {
    await target.revive()
    const answers = await Promise.all(inputs.map(exchange))
    target.checkAlive()
    for (const status of answers.flat()) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (answers.flat().includes('401')) await target.signIn()
    opened += inputs.length
    if (warm === 0 && opened > CONNECTIONS / 4) warm = await target.warm()
  })
  // Shrinking an input that never gets a response takes long.
  const bounds = { numRuns: 100, interruptAfterTimeLimit: 120_000 }
  for (let round = 0; opened < CONNECTIONS; round++)
    await fc.assert(property, { seed: seed + round, ...bounds })
  const megabytes = await target.checkLeftovers()
  const counts = [...statuses].sort().map(([status, count]) => `${status}: ${count}`)
  t.diagnostic(
    `seed ${seed}, ${opened} connections, memory ${warm} to ${megabytes} MB, answers ${counts.join(', ')}`,
  )
})

/**
 * Sends the bytes, closes that half, and checks everything received until the service closes the other. Returns the
 * statuses.
 */
async function exchange({ bytes, places, vanishes }: StreamInput): Promise<string[]> {
  const socket = net.connect({ port: target.port, host: '127.0.0.1', allowHalfOpen: true })
  let received = ''
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    received += text
  })
  socket.on('error', () => {
    // The service may close a connection while the client is still sending.
  })
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<'over' | 'late'>((resolve) => {
    socket.once('end', () => resolve('over')).once('close', () => resolve('over'))
    timer = setTimeout(() => resolve('late'), ANSWER_TIME)
  })
  for (const chunk of inChunks(fillIn(bytes, target.known()), places)) {
    if (!socket.destroyed) socket.write(chunk)
    await nextTurn()
  }
  if (vanishes) socket.destroy()
  else socket.end()
  timer?.refresh()
  const end = await over
  clearTimeout(timer)
  socket.destroy()
  target.checkAlive()
  assert.equal(
    end,
    'over',
    `neither answered nor closed within ${ANSWER_TIME} ms; so far: ${received.slice(0, 300)}`,
  )
  return statusesOf(received)
}

/** Checks each response on a connection. */
function statusesOf(received: string): string[] {
  const heads = received.matchAll(/HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/g)
  return [...heads].map(({ 0: head, 1: status = '', 2: lines = '', index }) => {
    if (status === '100') return status
    const headers = Object.fromEntries(
      lines
        .split('\r\n')
        .map((line) => [line.split(':')[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    )
    const start = index + head.length
    const length = Number(headers['content-length'] ?? Number.NaN)
    const body = Buffer.from(received.slice(start, start + length), 'latin1')
    // A response without its body is for a HEAD, or its client has vanished.
    const isWhole = body.length === length && length > 0 && !body.toString('latin1').includes('HTTP/1.1 ')
    checkAnswer(isWhole ? 'GET' : 'HEAD', null, {
      status: Number(status),
      headers,
      body: isWhole ? body : Buffer.alloc(0),
    })
    return status
  })
}
