const digit = /\p{Nd}/u

/** The text with the decimal digits of every script (Unicode category Nd) as ASCII ones; the rest as it is. */
export function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (character) => String(digitValue(character.codePointAt(0) ?? 0)))
}

/**
 * Unicode encodes decimal digits in runs of zero to nine (The Unicode Standard, 4.6: Decimal Digits), and where several
 * runs meet each is whole, so a digit's value is its distance from where they start.
 */
function digitValue(codePoint: number): number {
  let start = codePoint
  while (digit.test(String.fromCodePoint(start - 1))) start -= 1
  return (codePoint - start) % 10
}
