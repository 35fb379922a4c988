import { asciiDigits } from '../../../../common/digits.ts'

/** The signs of a language in numbers. */
interface Signs {
  decimal: string
  group: string
}

function signsOf(language: string): Signs {
  const parts = new Intl.NumberFormat(language).formatToParts(12_345.6)
  const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { decimal: sign('decimal') || '.', group: sign('group') || ',' }
}

/** Returns a number, as the service has it, in the form in which people edit it: without groups of digits. */
export const editedNumber = (language: string, number: string): string =>
  number.replace('.', signsOf(language).decimal)

/**
 * Returns a typed number in the form of JSON (RFC 8259, 6), or the text as it is if it is none; the service says what is
 * wrong with that. Digits may be of any script. `1.000` is a thousand where a point groups digits, and `2.5` is a fraction
 * everywhere.
 */
export function readNumber(language: string, typed: string): string {
  const { decimal } = signsOf(language)
  const group = decimal === ',' ? '.' : ','
  const text = asciiDigits(typed)
    .replace(/[\s'’٬]/g, '')
    .replace(/^[−‐–]/, '-')
    .replaceAll('٫', decimal)
  const grouped = new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d*)?$`)
  const plain = (grouped.test(text) ? text.replaceAll(group, '') : text).replace(',', '.').replace(/\.$/, '')
  return /^-?(\d+(\.\d+)?|\.\d+)$/.test(plain) ? plain.replace(/^(-?)\./, '$10.') : typed.trim()
}
