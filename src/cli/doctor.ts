import { openServices, type Services } from '../app.ts'
import { SECOND } from '../ports/durations.ts'
import { Locked } from '../ports/maintenance.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { exitCodes, explainUnavailable } from './command-error.ts'
import { type Check, createChecks, type Finding } from './doctor-checks.ts'
import { table } from './output.ts'
import type { Context } from './run.ts'

/** Options of the command. */
export interface DoctorOptions {
  fix?: boolean
  /** Whether picture files are not read, only their sizes compared. */
  quick?: boolean
  /** Seconds. */
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

/** Looks whether all is well, and mends what can be mended. */
export async function doctor(
  { config, out }: Omit<Context, 'services'>,
  options: DoctorOptions,
): Promise<number> {
  const results: Result[] = []
  let services: Services | null = null
  try {
    services = await openServices(config)
    for (const check of createChecks(services, {
      grace: options.grace * SECOND,
      isQuick: options.quick === true,
    })) {
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

function text(error: unknown): string {
  if (error instanceof Unavailable) return explainUnavailable(error)
  return error instanceof Error ? error.message : String(error)
}
