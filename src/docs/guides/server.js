const headers = { apikey: '<server-key>', 'Content-Type': 'application/json' }

/** Returns names and pictures of up to a thousand people, by your own ids for them. */
async function lookUp(externalIds) {
  const body = JSON.stringify({ external_ids: externalIds })
  const response = await fetch('<api>/cards/lookup/', { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()).data.cards
}

/** Yields everybody who was changed since an instant. */
async function* changedSince(instant) {
  let query = `updated_since=${encodeURIComponent(instant)}`
  while (query !== null) {
    const response = await fetch(`<api>/users/?${query}`, { headers })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    const { people, next } = (await response.json()).data
    yield* people
    query = next === null ? null : `cursor=${next}`
  }
}

console.log(await lookUp(['customer-4711']))
for await (const person of changedSince('2026-01-31T00:00:00Z')) console.log(person.id, person.version)
