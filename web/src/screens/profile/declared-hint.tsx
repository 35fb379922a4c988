import type { ReactNode } from 'react'
import { useText } from '../../i18n/language.tsx'
import type { Translate } from '../../i18n/translate.ts'
import { dateText, declaredText, type Reader } from './declared-text.ts'
import type { Declaration } from './use-declarations.ts'

/** Returns what helps to fill in the field: the operator's words, the limits, and what applies without a value. */
export function useHint(declaration: Declaration, reader: Reader): ReactNode {
  const t = useText()
  const { help } = declaration
  const limits = limitsOf(t, declaration, reader)
  const value = declaredText(declaration, reader.formOf(declaration.default), reader)
  const texts = [limits, value ? t('attribute.default', { value }) : null].filter((text) => text !== null)
  if (help === '' && texts.length === 0) return null
  return (
    <>
      {help === '' ? null : <p dir="auto">{help}</p>}
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </>
  )
}

/** Those of texts appear when they are near. */
function limitsOf(t: Translate, declaration: Declaration, { code }: Reader): string | null {
  const { type, minimum, maximum, min_items, max_items } = declaration
  if (type === 'choices') return itemsText(t, min_items, max_items)
  if (minimum === undefined && maximum === undefined) return null
  const shown = (bound: number | string) =>
    typeof bound === 'number' ? new Intl.NumberFormat(code).format(bound) : dateText(code, bound)
  if (maximum === undefined) return t('attribute.at_least', { min: shown(minimum ?? '') })
  if (minimum === undefined) return t('attribute.at_most', { max: shown(maximum) })
  return t('attribute.between', { min: shown(minimum), max: shown(maximum) })
}

function itemsText(t: Translate, min = 0, max?: number): string | null {
  if (max === undefined) return min > 0 ? t('attribute.items_at_least', { count: min }) : null
  if (min === max) return t('attribute.items_exactly', { count: min })
  return min > 0
    ? t('attribute.items_between', { min, count: max })
    : t('attribute.items_at_most', { count: max })
}
