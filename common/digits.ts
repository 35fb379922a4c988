const digit = /\p{Nd}/u

/** Replaces the decimal digits of every script (Unicode category Nd) by ASCII digits. */
export function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (character) => String(digitValue(character.codePointAt(0) ?? 0)))
}

/**
 * Unicode encodes decimal digits in runs from zero to nine (The Unicode Standard, 4.6: Decimal Digits).
 * Adjacent runs are complete, so the value of a digit is its distance from the start modulo 10.
 */
function digitValue(codePoint: number): number {
  let start = codePoint
  while (digit.test(String.fromCodePoint(start - 1))) start -= 1
  return (codePoint - start) % 10
}
