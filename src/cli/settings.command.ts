import type { Command } from 'commander'
import { type SettingName, settings, shownValue } from '../settings.ts'
import { table } from './output.ts'
import type { Context, Runner } from './run.ts'

/** `settings`: what the environment sets, with secrets masked. */
export function settingsCommand(parent: Command, run: Runner): void {
  parent
    .command('settings')
    .description('list the settings, their values now and what they do; passwords are masked')
    .action(run.bare(list))
}

async function list({ out }: Omit<Context, 'services'>): Promise<void> {
  const rows = (Object.keys(settings) as SettingName[]).map((name) => {
    const value = process.env[name]?.trim() ?? ''
    return {
      name,
      value: shownValue(name, value || settings[name].default),
      set: value !== '',
      help: settings[name].help,
    }
  })
  await out.result(rows, () =>
    table(
      ['NAME', 'VALUE', 'SET', 'HELP'],
      rows.map((r) => [r.name, r.value, r.set, r.help]),
    ),
  )
}
