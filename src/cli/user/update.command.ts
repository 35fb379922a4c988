import type { Command } from 'commander'
import { type AttributeColumns, type AttributeValues, attributes } from '../../../common/attributes.ts'
import { Refusal } from '../../errors/errors.ts'
import type { User } from '../../user/user.ts'
import { CommandError, usageError } from '../command-error.ts'
import { pairs } from '../output.ts'
import { type Context, type Runner, whole } from '../run.ts'
import { declaredCells, declaredOption, describeDeclared, readDeclared } from './declared.ts'
import { attributeOptions, describePerson, findUser, withPerson } from './person.ts'

interface UpdateOptions extends Partial<AttributeValues> {
  attribute?: string[]
  emailVerified?: boolean
  phoneVerified?: boolean
  /** False with `--no-undo`. */
  undo: boolean
  ifVersion?: number
}

const help = `
Changes only the given values, by the rules of the API; an empty value clears one. If any value is invalid, the error
lists all of them and nothing changes.

A new e-mail address needs no code and takes effect immediately. It is unverified unless you add --email-verified. The
previous address gets a mail with a link to undo the change for 72 hours; until then codes for a new password go there
too. If somebody else reads that mailbox, add --no-undo: the mail then has no link, links of earlier changes stop
working, and so do codes for a new password. Sessions continue: see "user sessions end" and "user set-password".

Examples:
  user-profile user update ada --first-name Ada --phone-number +33612345678
  user-profile user update ada --pronouns ''
  user-profile user update ada --email ada@example.org --email-verified
  user-profile user update ada --attribute department=sales --attribute birthday=
  user-profile user update ada --timezone Europe/Paris --if-version 7 --json`

/** `user update`: changes attributes of a person. */
export function updateCommand(user: Command, run: Runner): void {
  const update = withPerson(user.command('update')).description('change attributes of a person')
  attributeOptions(update, attributes)
  declaredOption(update)
    .option('--email-verified', 'mark the e-mail address as verified')
    .option('--no-email-verified', 'mark the e-mail address as unverified')
    .option('--phone-verified', 'mark the phone number as verified')
    .option('--no-phone-verified', 'mark the phone number as unverified')
    .option('--no-undo', 'with --email: the previous address cannot undo the change')
    .option(
      '--if-version <version>',
      'change the person only if they still have this version (see "user show")',
      whole,
    )
    .addHelpText('after', help)
    .action(run.withServices(updatePerson))
}

async function updatePerson(
  { services, out, actor }: Context<'accounts' | 'attributes' | 'personUpdates'>,
  options: UpdateOptions,
  name = '',
): Promise<void> {
  const values = Object.fromEntries(
    attributes.flatMap(({ key, column }) => (options[key] === undefined ? [] : [[column, options[key]]])),
  ) as Partial<AttributeColumns>
  const { attribute, emailVerified, phoneVerified, undo, ifVersion } = options
  const isNothing = Object.keys(values).length === 0 && attribute === undefined
  if (isNothing && emailVerified === undefined && phoneVerified === undefined)
    throw usageError('give at least one value to change, such as --first-name Ada')
  if (!undo && values.email === undefined) throw usageError('--no-undo requires --email')
  const before = await findUser(services, name)
  const declared = await readDeclared(services, attribute)
  const { readColumns } = await import('../../account/account.schema.ts')
  const { user, changed } = await services.personUpdates
    .update(
      before.id,
      {
        sent: readColumns(values),
        declared: { viewer: { kind: 'operator' }, values: declared.values },
        emailVerified,
        phoneVerified,
        ifVersion,
        isFinal: !undo,
      },
      actor,
    )
    .catch((error: unknown) => {
      throw explained(error, before, ifVersion)
    })
  const person = describePerson(user)
  const document = { ...person, ...describeDeclared(declared.view, user), changed }
  if (changed.length === 0) out.note(`user-profile: ${user.username} already has these values`)
  await out.result(document, () =>
    pairs({ ...person, ...declaredCells(declared.view, user), changed: changed.join(' ') }),
  )
}

/** Rephrases refusals whose texts address the person. */
function explained(error: unknown, user: User, ifVersion: number | undefined): unknown {
  if (!(error instanceof Refusal)) return error
  const texts: Partial<Record<Refusal['key'], string>> = {
    precondition_failed: `${user.username} no longer has version ${ifVersion}: run "user show" and decide again`,
    account_frozen: `an objection freezes the address of ${user.username}: run "user unfreeze" first`,
    not_found: `${user.username} was removed meanwhile`,
  }
  const text = texts[error.key]
  return text === undefined ? error : new CommandError(text, { cause: error })
}
