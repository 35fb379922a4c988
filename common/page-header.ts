/** Header that the page sends to the page endpoints. Pages of other sites cannot set it. */
export const pageHeader = { name: 'x-requested-with', value: 'page' } as const
