import { provideCompiler } from './compiler.ts'

interface Operation {
  parameters?: { in: string }[]
  responses: Record<string, { headers?: unknown }>
}
type Paths = Record<string, Record<string, Operation>>

/**
 * Generates the page's types of API paths, bodies and responses from the OpenAPI document. Paths are relative to the
 * base, which the operator chooses. Headers and failures are omitted, because the client handles them in the same way
 * for all calls.
 */
export async function clientTypes(text: string, base: string): Promise<string> {
  provideCompiler()
  const { default: openapiTS, astToString } = await import('openapi-typescript')
  const document = JSON.parse(text) as { paths: Paths }
  const paths: Paths = {}
  for (const [path, operations] of Object.entries(document.paths)) {
    if (path.startsWith(`${base}/`)) paths[path.slice(base.length + 1)] = mapValues(operations, essentials)
  }
  const source = astToString(await openapiTS(JSON.stringify({ ...document, paths })))
  // An object that the document does not describe further may contain anything.
  return `// Made by \`npm run build\` from docs/openapi.json.\n${source.replaceAll('Record<string, never>', 'object')}`
}

function essentials(operation: Operation): Operation {
  const done = Object.entries(operation.responses).filter(([status]) => Number(status) < 300)
  return {
    ...operation,
    parameters: operation.parameters?.filter(({ in: place }) => place !== 'header') ?? [],
    responses: Object.fromEntries(
      done.map(([status, answer]) => [status, { ...answer, headers: undefined }]),
    ),
  }
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
