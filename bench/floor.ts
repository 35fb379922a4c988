import http from 'node:http'

/** A response that the bare server sends, at the path `/<index>`. */
export interface FloorAnswer {
  status: number
  headers: Record<string, string>
  /** In base64. */
  body: string
}

/**
 * Measures what Node.js itself can do on this machine: a bare server that reads any body and sends the status, headers and
 * bytes that the service sent. Without a message from its parent it sends 400 bytes.
 */
let answers: { status: number; headers: Record<string, string>; body: Buffer }[] = []
const payload = Buffer.from(JSON.stringify({ data: 'x'.repeat(386) }))
const plain = {
  status: 200,
  headers: { 'content-type': 'application/json', 'content-length': String(payload.length) },
  body: payload,
}

process.on('message', (list: FloorAnswer[]) => {
  answers = list.map((answer) => ({ ...answer, body: Buffer.from(answer.body, 'base64') }))
  process.send?.('ready')
})

http
  .createServer((request, response) => {
    const { status, headers, body } = answers[Number(request.url?.slice(1))] ?? plain
    const answer = () => {
      response.writeHead(status, headers)
      response.end(body)
    }
    if (request.method === 'GET') answer()
    else request.resume().on('end', answer)
  })
  .listen(0, '127.0.0.1', function listening(this: http.Server) {
    const address = this.address()
    if (address !== null && typeof address === 'object') {
      process.stdout.write(`listening at http://127.0.0.1:${address.port}\n`)
    }
  })
