/**
 * Spreadsheets run a cell that begins like a formula, and people choose their names themselves. Such cells of an export
 * get a leading apostrophe, which an import takes away again, so that nothing is lost. Phone numbers (`+33…`) are left
 * as they are: they compute nothing and other programs read them.
 * Source: OWASP, CSV Injection.
 */
export function escapeCell(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) && !/^\+?\d*$/.test(cell) ? `'${cell}` : cell
}

/** Undoes `escapeCell`. */
export function unescapeCell(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}
