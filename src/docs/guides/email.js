import { createInterface } from 'node:readline/promises'

const api = '<api>'
const headers = { apikey: '<apikey>', Authorization: 'Bearer <access-token>' }

async function post(path, fields) {
  const body = new URLSearchParams(fields)
  const response = await fetch(`${api}/${path}`, { method: 'POST', headers, body })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer.errors)}`)
  return answer.data
}

const email = '<new-email>'
const { token_checksum } = await post('user/token-generator/', { email })

const terminal = createInterface({ input: process.stdin, output: process.stderr })
const code = await terminal.question(`The code that was sent to ${email}: `)
terminal.close()

const change = { email, token_checksum_field: token_checksum, token_field: code }
const { UserProfile } = await post('user/update/profile/', change)
console.log(UserProfile[0].email)
