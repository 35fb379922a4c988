import type { Command } from 'commander'
import { Locked, openServices, type Services } from '../app.ts'
import { exitCodes } from './command-error.ts'
import { type Check, createChecks, type Finding } from './doctor-checks.ts'
import { table } from './output.ts'
import { type Context, type Runner, seconds } from './run.ts'

interface DoctorOptions {
  fix?: boolean
  grace: number
}

interface Result {
  name: string
  state: 'ok' | 'wrong' | 'fixed'
  detail: string
  items: string[]
}

/** Items that are reported of one check; all are fixed. */
const ITEMS_MAX = 1000

/** `doctor`: looks whether all is well, and mends what can be mended. */
export function doctorCommand(parent: Command, run: Runner): void {
  parent
    .command('doctor')
    .description('check database, files, keys and mail, while the service runs')
    .option('--fix', 'remove what is left over: files without a picture, broken uploads, imports cut short')
    .option(
      '--grace <seconds>',
      'how old that must be, so that nothing under way is touched',
      seconds,
      3_600_000,
    )
    .addHelpText(
      'after',
      '\nThe exit code is 1 where something is wrong and was not fixed.\n\nExample:\n  user-profile doctor --fix --grace 600',
    )
    .action(run.bare(doctor))
}

async function doctor({ config, out }: Omit<Context, 'services'>, options: DoctorOptions): Promise<number> {
  const results: Result[] = []
  let services: Services | null = null
  try {
    services = await openServices(config)
    for (const check of createChecks(services, options.grace)) {
      results.push(await look(check, options.fix === true))
    }
  } catch (error) {
    if (error instanceof Locked) throw error
    results.push({ name: 'database', state: 'wrong', detail: `cannot be opened: ${text(error)}`, items: [] })
  } finally {
    await services?.close()
  }
  const ok = results.every((result) => result.state !== 'wrong')
  await out.result({ ok, checks: results }, () =>
    table(
      ['CHECK', 'STATE', 'DETAIL'],
      results.map((r) => [r.name, r.state, r.detail]),
    ),
  )
  return ok ? exitCodes.done : exitCodes.failed
}

async function look(check: Check, mend: boolean): Promise<Result> {
  let finding: Finding
  try {
    finding = await check.examine()
    if (mend) await finding.fix?.()
  } catch (error) {
    return { name: check.name, state: 'wrong', detail: text(error), items: [] }
  }
  const { detail, isWrong, items = [] } = finding
  const state = !isWrong ? 'ok' : mend && finding.fix ? 'fixed' : 'wrong'
  return { name: check.name, state, detail, items: items.slice(0, ITEMS_MAX) }
}

const text = (error: unknown) => (error instanceof Error ? error.message : String(error))
