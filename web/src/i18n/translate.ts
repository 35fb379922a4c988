import { createMessageFormat, type Params } from '../../../common/message-format.ts'
import type { TextKey, Texts } from './catalogue.ts'

export type Translate = (key: TextKey, params?: Params) => string

/** Fills in texts of one language. A key without a text is returned as it is. */
export function createTranslate(language: string, texts: Texts): Translate {
  const format = createMessageFormat(language)
  return (key, params) => format(texts[key] ?? key, params)
}
