const api = '<api>'
const apikey = '<apikey>'
let tokens = null

async function post(path, fields) {
  const response = await fetch(`${api}/${path}`, {
    method: 'POST',
    headers: { apikey },
    body: new URLSearchParams(fields),
  })
  const answer = await response.json()
  if (!response.ok) throw Object.assign(new Error(path), { status: response.status, answer })
  return answer
}

export async function signIn(username, password) {
  tokens = await post('user/login/', { username, password })
}

let refreshing = null

// Calls that fail at the same time share one refresh.
function refresh() {
  refreshing ??= post('user/token/refresh/', { refresh: tokens.refresh })
    .then((fresh) => {
      tokens = { ...tokens, ...fresh }
    })
    .finally(() => {
      refreshing = null
    })
  return refreshing
}

/** Like `fetch`, for the person who is signed in. */
export async function authorized(path, options = {}) {
  const send = () =>
    fetch(`${api}/${path}`, {
      ...options,
      headers: { ...options.headers, apikey, Authorization: `Bearer ${tokens.access}` },
    })
  const response = await send()
  if (response.status !== 401) return response
  await refresh()
  return send()
}

await signIn('<username>', '<password>')
const response = await authorized('user/get/profile/')
console.log(await response.json())
