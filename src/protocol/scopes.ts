/** The catalogue: what the keys of a server application can be allowed to do. A name never changes once it is released. */
export const scopes = {
  'users:read': 'read and list people',
  'users:write': 'create and change people, disable and enable them, end their sessions, set their picture',
  'users:delete': 'remove people',
  'cards:read': 'read names and pictures of people',
  'events:read': 'read the events of people',
} as const satisfies Record<string, string>

export type Scope = keyof typeof scopes

export const scopeNames = Object.keys(scopes) as Scope[]
