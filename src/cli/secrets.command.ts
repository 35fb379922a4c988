import { type Command, InvalidArgumentError } from 'commander'
import { newEncryptionKey } from '../sealed-secrets.ts'
import { pairs } from './output.ts'
import type { Context, Runner } from './run.ts'

/** `secrets new-key` and `secrets re-encrypt`: the encryption of stored secrets. */
export function secretsCommands(parent: Command, run: Runner): void {
  const secrets = parent
    .command('secrets')
    .description('the encryption of secrets that the database holds, such as signing keys')
  secrets
    .command('new-key')
    .description('make a key for ENCRYPTION_KEYS and print it; nothing is stored')
    .option('--name <name>', 'what stored values name it by (default: the date)', readName)
    .action(run.bare(newKey))
  secrets
    .command('re-encrypt')
    .description('encrypt all of them with the first key of ENCRYPTION_KEYS, while the service runs')
    .addHelpText(
      'after',
      '\nEvery node must know that key before: see "Encryption of stored secrets" in docs/operations.md.',
    )
    .action(run.withServices(reEncrypt))
}

async function newKey({ out }: Omit<Context, 'services'>, options: { name?: string }): Promise<void> {
  const key = newEncryptionKey(options.name ?? new Date().toISOString().slice(0, 10))
  await out.result({ key }, () => key)
}

async function reEncrypt({ services, out, actor }: Context): Promise<void> {
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
