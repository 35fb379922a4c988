import type { Language } from '../../common/languages.ts'
import type { Params } from '../../common/message-format.ts'
import { format } from './format.ts'

/** Escapes a text for HTML (text and quoted attributes). */
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
 * Fills in a text of a language's catalogue and returns HTML. Values are escaped and isolated (`<bdi>`), so
 * that a value in another writing direction does not reorder the sentence.
 */
export function formatHtml(language: Language, text: string, params: Params): string {
  return format(language, escapeHtml(text), params, (value) => `<bdi>${escapeHtml(value)}</bdi>`)
}
