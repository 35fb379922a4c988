import type { Command } from 'commander'
import { confirm } from './confirm.ts'
import { pairs } from './output.ts'
import type { Context, Runner } from './run.ts'

/** `keys rotate`: manages the keys that sign access tokens. */
export function keysCommands(parent: Command, run: Runner): void {
  const keys = parent.command('keys').description('manage the keys that sign access tokens')
  keys
    .command('rotate')
    .description(
      'sign with a new key from now on; the old one stays in the JWK set until its tokens have expired',
    )
    .option(
      '--revoke',
      'immediately refuse tokens of the old keys and end every session: everyone has to sign in again',
      false,
    )
    .option('--yes', 'skip the confirmation')
    .addHelpText('after', '\nA running service uses the new key within two seconds.')
    .action(run.withServices(rotate))
}

async function rotate(
  { services, out, actor }: Context<'keyring'>,
  options: { revoke: boolean; yes?: boolean },
): Promise<void> {
  if (options.revoke) await confirm('Every session will end: everyone has to sign in again.', options)
  const { id, ended } = await services.keyring.rotate({ revoke: options.revoke }, actor)
  const document = { id, revoked: options.revoke, sessions_ended: ended }
  await out.result(document, () =>
    pairs({ 'new key': id, 'old keys refused': options.revoke, 'sessions ended': ended }),
  )
}
