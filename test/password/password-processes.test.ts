import assert from 'node:assert/strict'
import { getPriority } from 'node:os'
import { after, test } from 'node:test'
import { createProcessPool } from '../../src/adapters/worker-pool/process-pool.ts'
import { fitsPassword, hashPassword } from '../../src/password/password.ts'
import { computeHere, computeIn, passwordWorkers } from '../../src/password/password-processes.ts'
import { takeOverHash } from '../../src/password/take-over-hash.ts'
import { eventually } from '../support/wait.ts'
import { hashVectors } from './hash-vectors.ts'

const pool = createProcessPool(passwordWorkers(2))
/** Counts what runs in children. */
let inChildren = 0
const workers: typeof pool = {
  ...pool,
  run(task) {
    inChildren++
    return pool.run(task)
  },
}
after(async () => {
  computeHere(workers)
  await pool.close()
})

const isWarm = () => eventually(async () => pool.hasIdle())

test('the first password is hashed at once, and later ones by a child of lower priority', async () => {
  computeIn(workers)
  const first = await hashPassword('correct horse')
  assert.equal(inChildren, 0)
  await isWarm()
  const second = await hashPassword('correct horse')
  assert.equal(inChildren, 1)
  assert.equal(await fitsPassword('correct horse', first), true)
  assert.equal(await fitsPassword('correct horse', second), true)
  assert.equal(await fitsPassword('wrong horse', second), false)
  assert.ok(inChildren > 1)
  const [child] = pool.state().children
  assert.ok(getPriority(child) > getPriority(process.pid))
})

test('hashes of every imported form are compared in a child', async () => {
  await isWarm()
  for (const { form, password, hash } of hashVectors) {
    const before = inChildren
    const taken = takeOverHash(hash)
    assert.ok('hash' in taken && (await fitsPassword(password, taken.hash)), form)
    assert.ok(inChildren > before, form)
  }
})

test('a child that is killed while it compares refuses nobody', async () => {
  await isWarm()
  const hash = await hashPassword('correct horse')
  const attempts = Array.from({ length: 6 }, () => fitsPassword('correct horse', hash))
  for (const child of pool.state().children) process.kill(child, 'SIGKILL')
  assert.deepEqual(await Promise.all(attempts), Array(6).fill(true))
  await isWarm()
})

test('without children, as when they are closed, this process does the work', async () => {
  await pool.close()
  const hash = await hashPassword('correct horse')
  assert.equal(await fitsPassword('correct horse', hash), true)
})
