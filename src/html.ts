import { fill, type Params } from './errors.ts'

/** The text with what HTML (text and quoted attributes) gives a meaning replaced by references. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => references[character] ?? character)
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Fills `{name}` in a text of a catalogue and answers HTML. Values are escaped and isolated (`<bdi>`), so that one in
 * another writing direction does not turn the sentence around.
 */
export function fillHtml(text: string, params: Params): string {
  const values = Object.entries(params).map(([name, value]) => [
    name,
    `<bdi>${escapeHtml(String(value))}</bdi>`,
  ])
  return fill(escapeHtml(text), Object.fromEntries(values))
}
