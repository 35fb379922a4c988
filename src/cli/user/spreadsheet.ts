/**
 * Spreadsheets execute a cell that looks like a formula, and people choose their names themselves. Such cells
 * of an export are prefixed with an apostrophe, which an import removes again, so that nothing is lost. Phone
 * numbers (`+33…`) are left unchanged: they compute nothing, and other programs read them.
 * Source: OWASP, CSV Injection.
 */
export function escapeCell(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) && !/^\+?\d*$/.test(cell) ? `'${cell}` : cell
}

/** Reverses `escapeCell`. */
export function unescapeCell(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}
