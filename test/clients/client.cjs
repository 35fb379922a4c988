// A client as the published page's Node samples have it, on the npm package `request`. One call a process: the JSON
// argument says which; the answer's status and body go to standard output.
const fs = require('node:fs')
const request = require('request')

const call = JSON.parse(process.argv[2])
const headers = { apikey: call.apikey }
if (call.token) headers.Authorization = `Bearer ${call.token}`

const picture = (path) => ({
  value: fs.createReadStream(path),
  options: { filename: 'picture', contentType: null },
})

const bodies = {
  // The sample of Get Profile sends an empty form with its GET.
  'get-profile': () => ({ formData: {} }),
  'local-info': () => ({}),
  form: () => ({ formData: call.fields }),
  pictures: () => ({ formData: { image: picture(call.image), cropped_image: picture(call.cropped) } }),
  // The sample as printed, where the brace that closes `image` is missing: `cropped_image` ends up inside it.
  'pictures-as-printed': () => ({
    formData: { image: { ...picture(call.image), cropped_image: picture(call.cropped) } },
  }),
}

request({ method: call.method, url: call.url, headers, ...bodies[call.body]() }, (error, response) => {
  if (error) throw error
  console.log(JSON.stringify({ status: response.statusCode, body: JSON.parse(response.body) }))
})
