/** What the page sends to its own server, apart from the API: a header that no page of another site can set. */
export const pageHeader = { name: 'x-requested-with', value: 'page' } as const
