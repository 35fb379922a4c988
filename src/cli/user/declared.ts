import type { Command } from 'commander'
import type { Services } from '../../app/app.ts'
import { type AttributeView, shownValues } from '../../attribute/attribute-set.ts'
import type { User } from '../../user/user.ts'
import { usageError } from '../command-error.ts'
import type { Cell } from '../output.ts'
import { gather } from '../run.ts'

/** Adds the option for values of declared attributes. */
export const declaredOption = (command: Command): Command =>
  command.option(
    '--attribute <name=value>',
    'value of a declared attribute (see "attribute list"), empty to clear it; repeatable',
    gather,
  )

/**
 * Reads the values of declared attributes.
 * @throws {CommandError} if a name is not declared, or an operator may not read it
 */
export async function readDeclared(
  { attributes }: Pick<Services, 'attributes'>,
  given: readonly string[] | undefined,
): Promise<{ view: AttributeView | null; values: Record<string, string> }> {
  const view = await attributes.operatorView()
  const values: Record<string, string> = {}
  for (const text of given ?? []) {
    const at = text.indexOf('=')
    const name = at === -1 ? text : text.slice(0, at)
    if (at === -1)
      throw usageError(`--attribute ${name.slice(0, 100)}: give a value, such as ${name.slice(0, 100)}=x`)
    if (!view?.readable.some(({ declaration }) => declaration.name === name))
      throw usageError(
        `--attribute: there is no attribute "${name.slice(0, 100)}"; "attribute list" shows them`,
      )
    values[name] = text.slice(at + 1)
  }
  return { view, values }
}

/** Returns the declared attributes of a person for a document; nothing if an operator can read none. */
export const describeDeclared = (view: AttributeView | null, user: User) =>
  view === null ? {} : { attributes: shownValues(view, user.attributes) }

/** Returns them for a list of names and values: each on its own line. */
export const declaredCells = (view: AttributeView | null, user: User): Record<string, Cell> =>
  Object.fromEntries(
    Object.entries(view === null ? {} : shownValues(view, user.attributes)).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  )
