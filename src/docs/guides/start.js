const api = '<api>'
const apikey = '<apikey>'

async function call(method, path, { token, fields } = {}) {
  const response = await fetch(`${api}/${path}`, {
    method,
    headers: { apikey, ...(token && { Authorization: `Bearer ${token}` }) },
    ...(fields && { body: new URLSearchParams(fields) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer.errors)}`)
  return answer
}

const fields = { username: '<username>', password: '<password>' }
const { access } = await call('POST', 'user/login/', { fields })
const { data } = await call('GET', 'user/get/profile/', { token: access })
console.log(`Hello, ${data.UserProfile[0].username}!`)
await call('PATCH', 'user/profile/', { token: access, fields: { first_name: 'Ada' } })
