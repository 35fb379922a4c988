import { Transform } from 'node:stream'
import { Refusal } from '../../errors/errors.ts'

/** Characters of a group, which encodes three bytes (RFC 4648, 4). */
const GROUP = 4

/**
 * Decodes a complete base64 text, or returns null if its end is missing. Like Python's `b64decode`, which
 * Django uses for fields, ignores characters outside the alphabet.
 */
export function decodeBase64(sent: Buffer): Buffer | null {
  const text = sent.toString('latin1').replace(/[^A-Za-z0-9+/=]/g, '')
  const end = text.indexOf('=')
  const data = end === -1 ? text : text.slice(0, end)
  const missing = (GROUP - (data.length % GROUP)) % GROUP
  return missing === GROUP - 1 || text.length - data.length < missing ? null : Buffer.from(data, 'base64')
}

/**
 * Creates a stream that decodes base64 with white space. Fails with `parse_multipart` for invalid input, as
 * Django does for files.
 */
export function base64Decoder(): Transform & { bytesDecoded: number } {
  let rest = ''
  let hasEnded = false
  const stream = Object.assign(
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const text = rest + chunk.toString('latin1').replace(/[\t-\r ]+/g, '')
        const whole = text.slice(0, text.length - (text.length % GROUP))
        rest = text.slice(whole.length)
        if (whole === '') return done()
        // Padding marks the end.
        if (hasEnded || !/^[A-Za-z0-9+/]*={0,2}$/.test(whole)) return done(notBase64())
        hasEnded = whole.endsWith('=')
        const bytes = Buffer.from(whole, 'base64')
        stream.bytesDecoded += bytes.length
        done(null, bytes)
      },
      flush(done) {
        done(rest === '' ? null : notBase64())
      },
    }),
    { bytesDecoded: 0 },
  )
  return stream
}

const notBase64 = () =>
  new Refusal('parse_multipart', { params: { reason: 'Could not decode base64 data.' } })
