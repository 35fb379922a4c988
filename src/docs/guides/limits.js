/** Repeats a request for as long as the service asks to wait, at most twice. */
async function patiently(send, attempts = 3) {
  const response = await send()
  const wait = Number(response.headers.get('Retry-After'))
  if (![429, 503].includes(response.status) || attempts === 1 || wait > 60) return response
  await new Promise((resolve) => setTimeout(resolve, wait * 1000))
  return patiently(send, attempts - 1)
}

const headers = { apikey: '<apikey>', Authorization: 'Bearer <access-token>' }
const response = await patiently(() => fetch('<api>/user/get/profile/', { headers }))
console.log(response.status)
