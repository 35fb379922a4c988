import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FilePart } from '../../src/basics/fields.ts'
import { Refusal } from '../../src/errors/errors.ts'
import { type MultipartOptions, readMultipart } from '../../src/http/body/multipart.ts'

/** The result for a body: its fields, with files as their size, or the key of the refusal. */
export interface Reading {
  fields?: Record<string, string | number>
  refused?: string
}

/** A server that reads every body as a form and returns a `Reading`. It stores files of `image` and `cropped_image`. */
export interface MultipartServer {
  /** Sends the chunks one after another, in a chunked body, and returns the response. */
  send(chunks: readonly (string | Buffer)[], contentType?: string): Promise<Reading>
  /** Starts a chunked body; the caller writes to it. */
  begin(contentType?: string): { write(chunk: string | Buffer): void; end(): Promise<Reading> }
  /** Names of the files in the folder. */
  files(): Promise<string[]>
  close(): Promise<void>
}

export const multipartType = 'multipart/form-data; boundary=B'

export async function startMultipartServer(limits: Partial<MultipartOptions> = {}): Promise<MultipartServer> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-multipart-'))
  let count = 0
  const options: MultipartOptions = {
    files: ['image', 'cropped_image'],
    fileBytes: 1_000_000,
    textBytes: 65_536,
    bytes: 2_200_000,
    charset: null,
    folder,
    fileName: () => `file-${++count}`,
    ...limits,
  }
  const server = createServer(async (request, response) => {
    const reading = await readMultipart(request, options).then(
      async (form): Promise<Reading> => {
        const sizes = Object.entries(form.fields).map(([name, value]) => [
          name,
          value instanceof FilePart ? value.size : (value as string),
        ])
        await form.dispose()
        return { fields: Object.fromEntries(sizes) }
      },
      (error: Error): Reading => ({ refused: error instanceof Refusal ? error.key : error.message }),
    )
    // A connection that closes while its client is still sending may lose the response.
    const finish = () => response.setHeader('connection', 'close').end(JSON.stringify(reading))
    if (request.complete) finish()
    else request.on('end', finish).resume()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const begin: MultipartServer['begin'] = (contentType = multipartType) => {
    const socket = connect(port, '127.0.0.1')
    socket.setEncoding('utf8')
    let answer = ''
    socket.on('data', (text) => {
      answer += text
    })
    const closed = new Promise<void>((resolve) => {
      // A refused body may be cut off while it is still being sent.
      socket.on('error', () => {}).on('close', () => resolve())
    })
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${contentType}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    return {
      write(chunk) {
        const bytes = Buffer.from(chunk)
        if (bytes.length === 0 || !socket.writable) return
        socket.write(
          Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]),
        )
      },
      async end() {
        if (socket.writable) socket.write('0\r\n\r\n')
        await closed
        return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Reading
      },
    }
  }
  return {
    begin,
    send(chunks, contentType) {
      const body = begin(contentType)
      for (const chunk of chunks) body.write(chunk)
      return body.end()
    },
    files: () => readdir(folder),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}
