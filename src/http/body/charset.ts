import { Refusal } from '../../errors/errors.ts'

/** Maximum length of the name of a charset. */
const NAME_MAX = 40

/** Names that Python's codecs accept in addition to those of the WHATWG Encoding Standard. */
const aliases: Readonly<Record<string, string>> = { 'latin-1': 'latin1', utf_8: 'utf-8', cp932: 'shift_jis' }

/** Encoding of texts in a body. */
export interface Charset {
  /** Name in the standard, in lower case. */
  name: string
  /** Decodes the bytes; invalid sequences become U+FFFD, as in Django. */
  decode(bytes: Buffer): string
  /** Decodes the bytes without a byte order mark. @throws {TypeError} if they are invalid */
  decodeStrictly(bytes: Buffer): string
}

/**
 * Returns the charset with the name (WHATWG Encoding Standard, so `ISO-8859-1` means windows-1252 as in
 * browsers).
 * @param declared where the name was declared, for the refusal
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

/** In UTF-8, a byte order mark counts as a character, as in Python; in UTF-16, it selects the byte order. */
function openDecoder(name: string) {
  try {
    return new TextDecoder(name, { ignoreBOM: !name.startsWith('utf-16') })
  } catch {
    return null
  }
}

/** Returns the charset declared by a media type (RFC 2045, 5.1), or null. */
export function declaredCharset(mediaType: string | undefined): string | null {
  const [, quoted, token] =
    /;\s{0,9}charset\s{0,9}=\s{0,9}(?:"([^"]{0,99})"|([^\s;"]{1,99}))/i.exec(mediaType ?? '') ?? []
  return quoted || token || null
}
