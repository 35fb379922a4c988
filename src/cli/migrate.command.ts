import type { Command } from 'commander'
import { table } from './output.ts'
import type { Context, Runner } from './run.ts'

/** `migrate`: brings the tables up to date. */
export function migrateCommand(parent: Command, run: Runner): void {
  parent
    .command('migrate')
    .description('create or update the tables; all other commands, including serve, do this at startup')
    .action(run.withServices(migrate))
}

async function migrate({ services, out }: Context<'maintenance' | 'migrated'>): Promise<void> {
  const migrations = (await services.maintenance.migrations()).map((m) => ({
    name: m.name,
    executed_at: m.executedAt,
    now: services.migrated.includes(m.name),
  }))
  await out.result({ executed: services.migrated, migrations }, () =>
    table(
      ['MIGRATION', 'EXECUTED', 'NOW'],
      migrations.map((m) => [m.name, m.executed_at, m.now]),
    ),
  )
}
