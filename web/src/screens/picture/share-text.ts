/** A share (1: the whole) as the language writes it, in whole per cent. */
export function shareText(language: string, share: number): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share)
}
