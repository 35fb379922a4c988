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
  /** `{n}` is an increasing number. */
  body: string
  /** Whether the request has the `ETag` of the person's profile. */
  isHeld: boolean
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

/** A signed-in person. */
export interface Visitor {
  token: string
  email: string
  /** `ETag` of the profile, quotes included. */
  tag: string
  /** Empty if no request needs it. */
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

/** Writes the Lua script with which wrk makes the requests of a case. Returns the file. */
export async function writeScript(
  folder: string,
  name: string,
  { method, path, headers, body, isHeld }: Omit<Case, 'name'>,
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
  headers.authorization = person[1]
  ${isHeld ? 'headers["if-none-match"] = person[3]' : ''}
  ${ofToken.map((name) => `headers[${lua(name)}] = person[5]`).join('\n  ')}
  n = n + 1
  local text = body and body:gsub("{n}", n):gsub("{email}", person[2])
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
