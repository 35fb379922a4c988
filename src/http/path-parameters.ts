import type { JsonSchema } from './openapi-messages.ts'

/** Describes the parameters of a path, by name. What they hold is for the route to check: what does not fit is not found. */
export function pathParameters(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties) }
}

/** The parameter `id` of a path as a list shows it. */
export function idParameter(description: string): JsonSchema {
  const examples = ['0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11']
  return pathParameters({ id: { type: 'string', format: 'uuid', description, examples } })
}
