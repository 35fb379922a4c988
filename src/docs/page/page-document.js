/**
 * The document as Swagger UI gets it: it resolves the whole of it again for each operation that is opened, so what this
 * page shows by itself is left out. Forms start empty; the examples stand beside their fields.
 */
window.pageDocument = (full, server) => ({
  ...full,
  servers: [{ url: server, description: 'This service' }],
  components: { ...full.components, examples: undefined },
  paths: mapValues(full.paths, (methods) => mapValues(methods, pageOperation)),
})

function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]))
}

function pageOperation({ 'x-codeSamples': _samples, ...operation }) {
  const responses = Object.entries(operation.responses).filter(([status]) => Number(status) < 400)
  return {
    ...operation,
    responses: Object.fromEntries(responses),
    ...(operation.requestBody && { requestBody: pageBody(operation.requestBody) }),
  }
}

function pageBody(body) {
  const content = mapValues(body.content, (media, type) =>
    type === 'application/json'
      ? media
      : { ...media, schema: { ...media.schema, properties: mapValues(media.schema.properties, emptyField) } },
  )
  return { ...body, content }
}

function emptyField({ examples, ...field }) {
  const [example] = examples ?? []
  const description = [field.description, example === undefined ? '' : `Example: \`${example}\``]
  return { ...field, description: description.filter(Boolean).join(' '), examples: [''] }
}
