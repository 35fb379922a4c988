/**
 * The document as Swagger UI gets it: it resolves the whole of it again for each operation that is opened, so what this
 * page shows by itself is left out. Forms start empty; the examples stand beside their fields.
 */
window.pageDocument = (full, server) => ({
  ...full,
  servers: [{ url: server, description: 'This service' }],
  components: { ...full.components, examples: undefined },
  paths: mapValues(full.paths, (methods) =>
    mapValues(methods, (operation) => pageOperation(operation, full)),
  ),
})

function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]))
}

function pageOperation({ 'x-codeSamples': _samples, ...operation }, full) {
  const responses = Object.entries(operation.responses).filter(([status]) => Number(status) < 400)
  return {
    ...operation,
    responses: Object.fromEntries(responses),
    ...(operation.requestBody && { requestBody: pageBody(operation.requestBody, full) }),
  }
}

function pageBody(body, full) {
  const content = mapValues(body.content, (media, type) => {
    if (type === 'application/json') return media
    const schema = full.components.schemas[media.schema.$ref.split('/').at(-1)]
    return { ...media, schema: { ...schema, properties: mapValues(schema.properties, emptyField) } }
  })
  return { ...body, content }
}

function emptyField({ examples, ...field }) {
  const [example] = examples ?? []
  const description = [field.description, example === undefined ? '' : `Example: \`${example}\``]
  return { ...field, description: description.filter(Boolean).join(' '), examples: [''] }
}
