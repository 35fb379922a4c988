import { openAsBlob } from 'node:fs'

const api = '<api>'
const headers = { apikey: '<apikey>', Authorization: 'Bearer <access-token>' }

const body = new FormData()
body.append('image', await openAsBlob('<image path>'), 'photo.jpg')
const response = await fetch(`${api}/user/profile-image/`, { method: 'POST', headers, body })
const answer = await response.json()
if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer.errors)}`)
console.log(answer.data.ProfileImages[256])
