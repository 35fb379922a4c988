/** A schema of an OpenAPI document, or the component of the document that it refers to. */
export function resolveReference<T extends object>(document: object, schema: T | { $ref: string }): T {
  if (!('$ref' in schema)) return schema
  const steps = schema.$ref.replace(/^#\//, '').split('/')
  return steps.reduce((part, step) => (part as Record<string, object>)[step]!, document) as T
}
