import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One kind of request, for people chosen at random. */
export interface Case {
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** Below the base of the API. `{id}` is the id of the person. */
  path: string
  /** In a value, `{token}` is that of the person. */
  headers: Record<string, string>
  /** `{n}` is an increasing number, `{ids}` the ids of a hundred people at random, quoted and separated by commas. */
  body: string
  /** Whether the request has the `ETag` of the person's profile. */
  isHeld: boolean
  /** Whether a server sends it with its own key, for nobody in particular. */
  isOfServer?: true
}

const boundary = 'bench'
const part = (name: string, value: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

const read = { method: 'GET', headers: {}, body: '', isHeld: false } as const

/** The requests that applications make most. */
export const cases: readonly Case[] = [
  { ...read, name: 'get profile', path: '/user/get/profile/' },
  { ...read, name: 'get profile, 304', path: '/user/get/profile/', isHeld: true },
  { ...read, name: 'local info, brotli', path: '/get/local-info/', headers: { 'accept-encoding': 'br' } },
  {
    name: 'update profile, multipart, durable',
    method: 'POST',
    path: '/user/update/profile/',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `${part('email', '{email}')}${part('first_name', 'n{n}')}--${boundary}--\r\n`,
    isHeld: false,
  },
]

const ofServer = { ...read, isOfServer: true } as const

/** What servers ask, which the service alone can do. */
export const serverCases: readonly Case[] = [
  { ...ofServer, name: 'one card, by a server', path: '/cards/?id={id}' },
  {
    ...ofServer,
    name: '100 cards in one lookup, by a server',
    method: 'POST',
    path: '/cards/lookup/',
    headers: { 'content-type': 'application/json' },
    body: '{"ids":[{ids}]}',
  },
  { ...ofServer, name: '50 people found by name, by a server', path: '/users/?search=lovelace' },
  { ...ofServer, name: '100 events of the feed, by a server', path: '/events/?limit=100' },
]

/** A signed-in person. */
export interface Visitor {
  token: string
  email: string
  /** `ETag` of the profile, quotes included. */
  tag: string
  id: string
}

/** Writes the people for the scripts, one in a line. Returns the file. */
export async function writeVisitors(folder: string, visitors: readonly Visitor[]): Promise<string> {
  const file = join(folder, 'visitors.tsv')
  await writeFile(
    file,
    visitors.map(({ token, email, tag, id }) => `${token}\t${email}\t${tag}\t${id}\n`).join(''),
  )
  return file
}

/** Chooses a hundred people. */
const HUNDRED = `local list = {}
  for i = 1, 100 do list[i] = '"' .. people[math.random(#people)][4] .. '"' end
  local ids = table.concat(list, ",")`

/** Writes the Lua script with which wrk makes the requests of a case. Returns the file. */
export async function writeScript(
  folder: string,
  name: string,
  { method, path, headers, body, isHeld, isOfServer }: Omit<Case, 'name'>,
  { apikey, visitors }: { apikey: string; visitors: string },
): Promise<string> {
  const fixed = Object.entries({ apikey, ...headers })
  const ofToken = fixed.filter(([, value]) => value === '{token}').map(([header]) => header)
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.lua`)
  await writeFile(
    file,
    `local people = {}
for line in io.lines(${lua(visitors)}) do
  local token, email, tag, id = line:match("^(.-)\\t(.-)\\t(.-)\\t(.-)$")
  people[#people + 1] = { "Bearer " .. token, email, tag, id, token }
end
math.randomseed(os.time())
local n = math.random(1000000000)
local headers = { ${fixed.map(([key, value]) => `[${lua(key)}] = ${lua(value)}`).join(', ')} }
local body = ${body === '' ? 'nil' : lua(body)}
function request()
  local person = people[math.random(#people)]
  ${isOfServer ? '' : 'headers.authorization = person[1]'}
  ${isHeld ? 'headers["if-none-match"] = person[3]' : ''}
  ${ofToken.map((name) => `headers[${lua(name)}] = person[5]`).join('\n  ')}
  n = n + 1
  ${body.includes('{ids}') ? HUNDRED : ''}
  local text = body and body:gsub("{n}", n):gsub("{email}", person[2])${body.includes('{ids}') ? ':gsub("{ids}", ids)' : ''}
  local path = ${path.includes('{id}') ? `(${lua(path)}):gsub("{id}", person[4])` : lua(path)}
  return wrk.format(${lua(method)}, path, headers, text)
end
`,
  )
  return file
}

/** Returns a Lua string. */
const lua = (text: string) =>
  `"${text.replaceAll(/[\\"]/g, '\\$&').replaceAll('\r', '\\r').replaceAll('\n', '\\n')}"`
