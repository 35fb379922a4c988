import http from 'node:http'

/** What Node.js itself can do on this machine: a bare server that answers 400 bytes, reading any body first. */
const payload = JSON.stringify({ data: 'x'.repeat(386) })

http
  .createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': payload.length })
      response.end(payload)
    })
  })
  .listen(0, '127.0.0.1', function listening(this: http.Server) {
    const address = this.address()
    if (address !== null && typeof address === 'object') {
      process.stdout.write(`listening at http://127.0.0.1:${address.port}\n`)
    }
  })
