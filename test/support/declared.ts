import assert from 'node:assert/strict'
import type { Declaration } from '../../src/attribute/attribute.ts'
import { createForms, type OfferedCodes } from '../../src/attribute/attribute-form.ts'
import { type AttributeSet, compiledSet } from '../../src/attribute/attribute-set.ts'
import { type DeclarationInput, readDeclaration } from '../../src/attribute/declaration.ts'

/** A few of the codes that a service offers. */
const offered: OfferedCodes = {
  country: (code) => (['FR', 'DE', 'NO'].includes(code) ? code : null),
  language: (code) => (['en', 'fr', 'pt-BR'].includes(code) ? code : null),
  timezone: (code) => (code === 'Asia/Calcutta' ? 'Asia/Kolkata' : code === 'Asia/Kolkata' ? code : null),
}
const compile = createForms(offered)

/** Reads a declaration for a service whose default language is English. */
export const read = (input: unknown) => readDeclaration(input, { language: 'en', offered, compile })

/** Reads one that is valid. */
export function declared(input: DeclarationInput): Declaration {
  const result = read(input)
  assert.ok('declaration' in result, JSON.stringify(result))
  return result.declaration
}

/** Returns a set of declarations. */
export const setOf = (...inputs: DeclarationInput[]): AttributeSet =>
  compiledSet(
    inputs.length,
    inputs.map((input, index) => ({ declaration: declared(input), version: index + 1, isIndexed: true })),
    { compile, offered },
  )
