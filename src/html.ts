import type { Language } from '../common/languages.ts'
import type { Params } from '../common/message-format.ts'
import { format } from './messages/format.ts'

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
 * Fills a text of a language's catalogue and answers HTML. Values are escaped and isolated (`<bdi>`), so that one in
 * another writing direction does not turn the sentence around.
 */
export function formatHtml(language: Language, text: string, params: Params): string {
  return format(language, escapeHtml(text), params, (value) => `<bdi>${escapeHtml(value)}</bdi>`)
}
