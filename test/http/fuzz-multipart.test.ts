import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { FilePart } from '../../src/basics/fields.ts'
import { backgroundErrors } from '../../src/basics/foreign-events.ts'
import { Refusal } from '../../src/errors/errors.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import { readMultipart } from '../../src/http/body/multipart.ts'
import { readPlainForm } from '../../src/http/body/plain-form.ts'
import {
  almostPlainForms,
  brokenForms,
  cuts,
  type FormInput,
  fileFields,
  forms,
  inChunks,
  isFile,
  written,
} from '../fuzz/forms.ts'
import { seed, sizeOf } from '../fuzz/settings.ts'

const INPUTS = sizeOf('FUZZ_MULTIPART', 50_000)
/** Deadline for the reader after the end of a body, in milliseconds. */
const DEADLINE = 5000
/** Average number of inputs read at once. */
const AT_ONCE = 20

let folder: string
let counter = 0
const strays: unknown[] = []
const hear = (fault: unknown) => void strays.push(fault)
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-fuzz-multipart-'))
  backgroundErrors.subscribe(hear)
  process.on('unhandledRejection', hear)
})
after(async () => {
  backgroundErrors.unsubscribe(hear)
  process.off('unhandledRejection', hear)
  await rm(folder, { recursive: true, force: true })
})

const options = () => ({
  files: fileFields,
  fileBytes: 20_000,
  textBytes: 50_000,
  bytes: 150_000,
  charset: null,
  folder,
  fileName: () => `f${++counter}`,
})

/** A request that sends the chunks; an interrupted one loses its connection after them. */
function requestOf(contentType: string, chunks: readonly Buffer[], breaksOff = false): IncomingMessage {
  const rest = [...chunks]
  const request = new Readable({
    read() {
      const chunk = rest.shift()
      if (chunk) this.push(chunk)
      else if (breaksOff) this.destroy(new Error('aborted'))
      else {
        Object.assign(this, { complete: true })
        this.push(null)
      }
    },
  })
  return Object.assign(request, {
    headers: { 'content-type': contentType },
    complete: false,
  }) as unknown as IncomingMessage
}

async function read(request: IncomingMessage) {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new assert.AssertionError({ message: 'the reader never settles' })),
      DEADLINE,
    )
  })
  try {
    return await Promise.race([readMultipart(request, options()), late])
  } finally {
    clearTimeout(timer)
    request.destroy()
  }
}

test(`${INPUTS} forms, most of them broken, are each read or refused at once, and leave nothing behind`, async (t) => {
  const outcomes = new Map<string, number>()
  const input = fc.record({ form: brokenForms, places: cuts, chance: fc.integer({ min: 0, max: 9 }) })
  await inBatches(input, INPUTS * 0.8, async ({ form: { contentType, body }, places, chance }) => {
    const outcome = await read(requestOf(contentType, inChunks(body, places), chance === 0)).then(
      async ({ fields, dispose }) => {
        assert.equal(Object.getPrototypeOf(fields), null)
        await dispose()
        return 'read'
      },
      (error) => {
        assert.ok(error instanceof Refusal || error instanceof Unavailable, error)
        return error instanceof Refusal ? error.key : 'unavailable'
      },
    )
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  })
  t.diagnostic(`seed ${seed}, ${[...outcomes].map(([name, count]) => `${name}: ${count}`).join(', ')}`)
})

test('a well-formed form reads back exactly, however it is split into chunks', async () => {
  const input = fc.record({ form: forms.filter(isWithinLimits), places: cuts })
  await inBatches(input, INPUTS * 0.2, async ({ form, places }) => {
    const contentType = `multipart/form-data; boundary="${form.boundary}"`
    const { fields, dispose } = await read(requestOf(contentType, inChunks(written(form), places)))
    const actual: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(fields)) actual[`field ${name}`] = await shown(value)
    await dispose()
    assert.deepEqual(actual, expectedOf(form))
  })
})

test('the reader of plain forms agrees with the full parser on every form that it reads', async (t) => {
  let plain = 0
  const input = fc.oneof(
    { weight: 4, arbitrary: almostPlainForms },
    { weight: 1, arbitrary: brokenForms.filter(({ contentType }) => contentType.endsWith('boundary=B')) },
  )
  await inBatches(input, INPUTS * 0.4, async ({ contentType, body }) => {
    const bytes = Buffer.from(body, 'latin1')
    const fields = bytes.length < 45_000 ? readPlainForm(bytes, 'B') : null
    if (fields === null) return
    plain++
    const full = await read(requestOf(contentType, [bytes]))
    await full.dispose()
    assert.deepEqual(Object.entries(fields), Object.entries(full.fields), body)
  })
  t.diagnostic(`${plain} plain`)
  assert.ok(plain > INPUTS * 0.1, `${plain} were plain`)
})

/** Tries the inputs, some at a time; afterwards nothing may be left of them. */
async function inBatches<T>(input: fc.Arbitrary<T>, count: number, attempt: (input: T) => Promise<void>) {
  let tried = 0
  const batch = fc.array(input, { minLength: 1, maxLength: 2 * AT_ONCE - 1, size: 'max' })
  const property = fc.asyncProperty(batch, async (inputs) => {
    strays.length = 0
    const results = await Promise.allSettled(inputs.map(attempt))
    tried += inputs.length
    for (const result of results) if (result.status === 'rejected') throw result.reason
    assert.deepEqual(strays, [], 'an error outside any promise')
    assert.deepEqual(await readdir(folder), [], 'left behind')
  })
  // Shrinking an input that never gets a response takes long.
  const bounds = { numRuns: 500, interruptAfterTimeLimit: 120_000 }
  for (let round = 0; tried < count; round++) await fc.assert(property, { seed: seed + round, ...bounds })
}

function isWithinLimits(form: FormInput): boolean {
  const files = form.parts.filter(isFile)
  return (
    written(form).length < 50_000 && files.length <= 10 && files.every(({ value }) => value.length < 20_000)
  )
}

/**
 * Texts unchanged; a file as its bytes if it is stored, else as its size. If a field is sent twice the last part
 * counts, and a file takes precedence over a text.
 */
function expectedOf({ parts }: FormInput): Record<string, unknown> {
  const texts: Record<string, unknown> = {}
  const files: Record<string, unknown> = {}
  for (const part of parts) {
    const { name, value } = part
    const isKept = (fileFields as readonly string[]).includes(name)
    if (!isFile(part)) texts[`field ${name}`] = Buffer.from(value, 'latin1').toString('utf8')
    else files[`field ${name}`] = isKept ? { bytes: value } : { size: value.length }
  }
  return { ...texts, ...files }
}

async function shown(value: unknown): Promise<unknown> {
  if (!(value instanceof FilePart)) return value
  return value.path === null
    ? { size: value.size }
    : { bytes: (await readFile(value.path)).toString('latin1') }
}
