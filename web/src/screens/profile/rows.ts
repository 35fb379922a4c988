import type { PersonName } from '../../../../common/person-name.ts'
import { isShown, type PageAttribute, type PageConfig } from '../../config.ts'
import { formAttributes, type ProfileValues } from './profile-values.ts'

/** Attributes that are edited and saved together. */
export interface EditedRow {
  id: string
  attributes: readonly { name: string }[]
}

/** Built-in ones. */
export interface ProfileRow extends EditedRow {
  attributes: readonly PageAttribute[]
}

/** Parts of a name (HTML, 4.10.18.7): together they are one row. */
const NAME_PARTS = new Set([
  'honorific-prefix',
  'given-name',
  'additional-name',
  'family-name',
  'honorific-suffix',
])

const rowOf = ({ autocomplete, field }: PageAttribute): string =>
  NAME_PARTS.has(autocomplete) ? 'name' : field

/** Returns the rows for the attributes that the page shows, in their order; the address has a row of its own. */
export function rowsOf(config: PageConfig): ProfileRow[] {
  const shown = formAttributes(config.attributes).filter(({ field }) => isShown(config, field))
  return [...Map.groupBy(shown, rowOf)].map(([id, attributes]) => ({ id, attributes }))
}

/** Returns the attributes with the family name first, if it comes first. */
export function inNameOrder(
  attributes: readonly PageAttribute[],
  isFamilyFirst: boolean,
): readonly PageAttribute[] {
  const family = attributes.find(({ autocomplete }) => autocomplete === 'family-name')
  return isFamilyFirst && family ? [family, ...attributes.filter((other) => other !== family)] : attributes
}

/** Returns the given and the family name among the values; null if the name has further parts. */
export function nameOf({ attributes }: ProfileRow, values: ProfileValues): PersonName | null {
  const part = (token: string) =>
    values[attributes.find(({ autocomplete }) => autocomplete === token)?.name ?? ''] ?? ''
  const name = { given: part('given-name'), family: part('family-name') }
  const isWhole = attributes.every(
    ({ autocomplete, name }) => /^(given|family)-name$/.test(autocomplete) || !values[name],
  )
  return isWhole ? name : null
}

/** Returns the part of the values that belongs to the row. */
export function partOf({ attributes }: EditedRow, values: ProfileValues): ProfileValues {
  return Object.fromEntries(attributes.map(({ name }) => [name, values[name] ?? '']))
}

/** Whether the row has a national number without its country: nobody could call it from elsewhere. */
export function lacksCountry(row: ProfileRow, values: ProfileValues): boolean {
  const { phone_number = '', country_code } = partOf(row, values)
  return country_code === '' && phone_number !== '' && !phone_number.startsWith('+')
}
