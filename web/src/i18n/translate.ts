import { createMessageFormat, type Params } from '../../../common/message-format.ts'
import type { TextKey, Texts } from './catalogue.ts'

export type Translate = (key: TextKey, params?: Params) => string

/** Fills texts of one language. A key without a text stands for itself. */
export function createTranslate(language: string, texts: Texts): Translate {
  const format = createMessageFormat(language)
  return (key, params) => format(texts[key] ?? key, params)
}
