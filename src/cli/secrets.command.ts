import { type Command, InvalidArgumentError } from 'commander'
import { newEncryptionKey } from '../basics/sealed-secrets.ts'
import { pairs } from './output.ts'
import type { BareContext, Context, Runner } from './run.ts'

/** `secrets new-key` and `secrets re-encrypt`: manages the encryption of stored secrets. */
export function secretsCommands(parent: Command, run: Runner): void {
  const secrets = parent
    .command('secrets')
    .description('manage the encryption of secrets in the database, such as signing keys')
  secrets
    .command('new-key')
    .description('create a key for ENCRYPTION_KEYS and print it; nothing is stored')
    .option('--name <name>', 'name of the key in stored values (default: the date)', readName)
    .action(run.bare(newKey))
  secrets
    .command('re-encrypt')
    .description('encrypt all secrets with the first key of ENCRYPTION_KEYS, while the service is running')
    .addHelpText(
      'after',
      '\nEvery node must know that key first: see "Encryption of stored secrets" in docs/operations.md.',
    )
    .action(run.withServices(reEncrypt))
}

async function newKey({ out }: BareContext, options: { name?: string }): Promise<void> {
  const key = newEncryptionKey(options.name ?? new Date().toISOString().slice(0, 10))
  await out.result({ key }, () => key)
}

async function reEncrypt({
  services,
  out,
  actor,
}: Context<'secrets' | 'sealed' | 'audit' | 'db'>): Promise<void> {
  const { secrets, audit, db } = services
  const count = await secrets.reEncrypt()
  await db.write((tx) => audit.record(tx, 'secrets.encrypted', actor))
  const document = { key: services.sealed.current, encrypted: count }
  await out.result(document, () => pairs({ key: document.key, encrypted: count }))
}

function readName(text: string): string {
  if (!/^[A-Za-z0-9-]{1,32}$/.test(text))
    throw new InvalidArgumentError('It must have 1 to 32 letters, digits and "-".')
  return text
}
