import type { Command } from 'commander'
import { type SettingName, settings, shownValue } from '../config/settings.ts'
import { table } from './output.ts'
import type { BareContext, Runner } from './run.ts'

/** `settings`: shows the settings from the environment, with secrets masked. */
export function settingsCommand(parent: Command, run: Runner): void {
  parent
    .command('settings')
    .description('list the settings, their current values and what they do; passwords are masked')
    .action(run.bare(list))
}

async function list({ out }: BareContext): Promise<void> {
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
