import { Refusal } from '../errors.ts'

/** Longest name of an encoding, in characters. */
const NAME_MAX = 40

/** Names that Python's codecs have beside those of the WHATWG Encoding Standard. */
const aliases: Readonly<Record<string, string>> = { 'latin-1': 'latin1', utf_8: 'utf-8', cp932: 'shift_jis' }

/** An encoding that texts of a body are in. */
export interface Charset {
  /** The standard's name, in small letters. */
  name: string
  /** The text of the bytes; what is wrong becomes U+FFFD, as with Django. */
  decode(bytes: Buffer): string
  /** The text of the bytes without a byte order mark. @throws {TypeError} if they are wrong */
  decodeStrictly(bytes: Buffer): string
}

/**
 * The encoding with the name (WHATWG Encoding Standard, so that `ISO-8859-1` means windows-1252 as in browsers).
 * @param declared what declared it, for the refusal
 * @throws {Refusal} `unsupported_media_type` if there is none
 */
export function charsetOf(label: string, declared = label): Charset {
  const wanted = label.toLowerCase().trim()
  const decoder = wanted.length > NAME_MAX ? null : openDecoder(aliases[wanted] ?? wanted)
  if (!decoder) throw new Refusal('unsupported_media_type', { params: { mediaType: declared.slice(0, 100) } })
  return {
    name: decoder.encoding,
    decode: (bytes) => decoder.decode(bytes),
    decodeStrictly: (bytes) => new TextDecoder(decoder.encoding, { fatal: true }).decode(bytes),
  }
}

export const utf8 = charsetOf('utf-8')

/** A byte order mark is a character of a text in UTF-8, as with Python; it says how to read one in UTF-16. */
function openDecoder(name: string) {
  try {
    return new TextDecoder(name, { ignoreBOM: !name.startsWith('utf-16') })
  } catch {
    return null
  }
}

/** The name that a media type declares (RFC 2045, 5.1), or null. */
export function declaredCharset(mediaType: string | undefined): string | null {
  const [, quoted, token] =
    /;\s{0,9}charset\s{0,9}=\s{0,9}(?:"([^"]{0,99})"|([^\s;"]{1,99}))/i.exec(mediaType ?? '') ?? []
  return quoted || token || null
}
