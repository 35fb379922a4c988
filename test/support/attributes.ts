import assert from 'node:assert/strict'
import type { DeclarationInput } from '../../src/attribute/declaration.ts'
import { type TestService, testOperator } from './service.ts'

/** Declares attributes, in force at once in the process of the service. Those that are declared already are replaced. */
export async function declare(
  { services }: Pick<TestService, 'services'>,
  ...inputs: DeclarationInput[]
): Promise<void> {
  const declared = await Promise.all(inputs.map((input) => services.attributes.read(input)))
  const plan = await services.attributes.declare(
    {
      declared: declared.map((one) => {
        assert.ok('declaration' in one, JSON.stringify(one))
        return one.declaration
      }),
      removed: [],
    },
    testOperator,
  )
  assert.ok('steps' in plan, JSON.stringify(plan))
}

/** Removes declarations; without names, all of them. */
export async function undeclare(
  { services }: Pick<TestService, 'services'>,
  ...names: string[]
): Promise<void> {
  const plan = await services.attributes.declare(
    { declared: [], removed: names.length === 0 ? 'others' : names },
    testOperator,
  )
  assert.ok('steps' in plan, JSON.stringify(plan))
}
