/** Returns a schema of an OpenAPI document, or the component that it references. */
export function resolveReference<T extends object>(document: object, schema: T | { $ref: string }): T {
  if (!('$ref' in schema)) return schema
  const steps = schema.$ref.replace(/^#\//, '').split('/')
  return steps.reduce((part, step) => (part as Record<string, object>)[step]!, document) as T
}
