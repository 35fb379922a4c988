import punycode from 'punycode.js'

/** Maximum length of a label of a domain name (RFC 1034, 3.1). */
const LABEL_MAX = 63

/**
 * Returns the domain in ASCII like Python's `idna` codec (IDNA 2003: RFC 3490, ToASCII without
 * UseSTD3ASCIIRules, code points unassigned in Unicode 3.2 allowed), or `null` if that codec fails. Django's
 * address rule is based on it. Current resolvers map some domains differently (UTS #46), so this is for
 * accepting domains, not for comparing them.
 */
export function idnaToAscii(domain: string): string | null {
  const labels = domain.split(/[.\u3002\uff0e\uff61]/)
  const end = labels.length > 1 && labels.at(-1) === '' ? '.' : ''
  if (end !== '') labels.pop()
  const encoded: string[] = []
  for (const label of labels) {
    const ascii = labelToAscii(label)
    if (ascii === null || ascii.length === 0 || ascii.length > LABEL_MAX) return null
    encoded.push(ascii)
  }
  return encoded.join('.') + end
}

function labelToAscii(label: string): string | null {
  if (isAscii(label)) return label
  const prepared = nameprep(label)
  if (prepared === null || isAscii(prepared)) return prepared
  return prepared.startsWith('xn--') ? null : `xn--${punycode.encode(prepared)}`
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

/** RFC 3454, table B.1: commonly mapped to nothing. */
const nothing = /\xad|\u034f|\u1806|[\u180b-\u180d]|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/gu

/** RFC 3454, tables C.1.2, C.2.2 and C.3 to C.9, which nameprep prohibits. */
const prohibited =
  /[\x80-\xa0\u06dd\u070f\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2063\u206a-\u206f\u2ff0-\u2ffb\u3000\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}\u{efffe}-\u{10ffff}]|[\u0340-\u0341]|\p{Noncharacter_Code_Point}/u

/** RFC 3454, table D.1: characters of right-to-left scripts. */
const rightToLeft =
  /[\u05be\u05c0\u05c3\u05d0-\u05ea\u05f0-\u05f4\u061b\u061f\u0621-\u063a\u0640-\u064a\u066d-\u066f\u0671-\u06d5\u06dd\u06e5\u06e6\u06fa-\u06fe\u0700-\u070d\u0710\u0712-\u072c\u0780-\u07a5\u07b1\u200f\ufb1d\ufb1f-\ufb28\ufb2a-\ufb36\ufb38-\ufb3c\ufb3e\ufb40\ufb41\ufb43\ufb44\ufb46-\ufbb1\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7\ufdf0-\ufdfc\ufe70-\ufe74\ufe76-\ufefc]/u

/** RFC 3454, table D.2, approximated by Unicode properties: letters, and digits of left-to-right scripts. */
const leftToRight = /(?![0-9\u0660-\u0669\u06f0-\u06f9])[\p{L}\p{Mc}\p{Nl}\p{Nd}]/u

/**
 * Nameprep (RFC 3491): maps, normalizes, prohibits, checks directions. Returns `null` if the label is
 * rejected.
 */
function nameprep(label: string): string | null {
  const mapped = Array.from(label.replace(nothing, ''), mapForComparison).join('').normalize('NFKC')
  if (prohibited.test(mapped)) return null
  const characters = Array.from(mapped)
  if (!characters.some((character) => rightToLeft.test(character))) return mapped
  const isOneWay = characters.every(
    (character) => rightToLeft.test(character) || !leftToRight.test(character),
  )
  const ends = [characters.at(0) ?? '', characters.at(-1) ?? '']
  return isOneWay && ends.every((character) => rightToLeft.test(character)) ? mapped : null
}

/** RFC 3454, table B.2: case folding for use with NFKC. */
function mapForComparison(character: string): string {
  return fold(fold(character).normalize('NFKC')).normalize('NFKC')
}

/**
 * Unicode case folding of one character; the dotless i does not fold, although its capital is the ASCII I.
 */
function fold(text: string): string {
  return text === '\u0131' ? text : text.toUpperCase().toLowerCase()
}
