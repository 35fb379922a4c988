import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsOf, withOtherHeader } from '../support/picture-headers.ts'
import { seedPictures } from '../support/picture-mutations.ts'
import { tryMutations } from '../support/picture-trial.ts'

const seeds = await seedPictures()

test('pictures of every format whose header has other numbers are each accepted or refused within the limits', async () => {
  const count = 10 * seeds.length
  const trial = await tryMutations(count, 7, undefined, withOtherHeader)
  assert.deepEqual(trial.violations, [])
  assert.equal(trial.accepted + trial.refused, count)
  for (const { name } of seeds) {
    const tried = trial.seeds[name]
    assert.ok(tried && tried.refused > 0, `no header of a ${name} was refused`)
  }
})

for (const { name, bytes } of seeds) {
  test(`the numbers in the header of a picture (${name}) are found`, () => {
    const fields = fieldsOf(bytes)
    assert.ok(fields.length >= 4, `${fields.length} found`)
  })
}
