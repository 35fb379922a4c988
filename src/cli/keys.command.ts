import type { Command } from 'commander'
import { confirm } from './confirm.ts'
import { pairs } from './output.ts'
import type { Context, Runner } from './run.ts'

/** `keys rotate`: the keys that sign access tokens. */
export function keysCommands(parent: Command, run: Runner): void {
  const keys = parent.command('keys').description('the keys that sign access tokens')
  keys
    .command('rotate')
    .description('sign with a new key from now on; the JWK set holds the old one until its tokens expired')
    .option(
      '--revoke',
      'refuse tokens of the old keys at once and end every session: everybody signs in again',
      false,
    )
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nA running service takes the new key up within two seconds.')
    .action(run.withServices(rotate))
}

async function rotate(
  { services, out, actor }: Context,
  options: { revoke: boolean; yes?: boolean },
): Promise<void> {
  if (options.revoke) await confirm('Every session ends: everybody has to sign in again.', options)
  const { id, ended } = await services.keyring.rotate({ revoke: options.revoke }, actor)
  const document = { id, revoked: options.revoke, sessions_ended: ended }
  await out.result(document, () =>
    pairs({ 'new key': id, 'old keys refused': options.revoke, 'sessions ended': ended }),
  )
}
