import type { JsonSchema } from './json-schema.ts'

/**
 * Describes the parameters of a path, by name. Routes check the values themselves: an invalid one is not
 * found.
 */
export function pathParameters(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties) }
}

/** Describes the parameter `id` of a path, as returned by a list. */
export function idParameter(description: string): JsonSchema {
  const examples = ['0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11']
  return pathParameters({ id: { type: 'string', format: 'uuid', description, examples } })
}
