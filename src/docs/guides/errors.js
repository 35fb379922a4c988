const response = await fetch('<api>/user/profile/', {
  method: 'PATCH',
  headers: { apikey: '<apikey>', Authorization: 'Bearer <access-token>', 'Accept-Language': 'de' },
  body: new URLSearchParams({ email: 'ada@', phone_number: '12' }),
})
const { errors, error_codes, error_messages } = await response.json()
if (response.status === 400) {
  for (const [field, codes] of Object.entries(error_codes)) {
    console.log(field, codes, (error_messages ?? errors)[field])
  }
}
