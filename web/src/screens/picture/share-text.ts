/** Formats a share (1: the whole) for the language, in whole percent. */
export function shareText(language: string, share: number): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share)
}
