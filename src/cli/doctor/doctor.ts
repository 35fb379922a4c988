import { openServices, type Services } from '../../app/app.ts'
import { SECOND } from '../../basics/durations.ts'
import { Locked } from '../../tables/maintenance.ts'
import { exitCodes } from '../command-error.ts'
import { explainPlace } from '../explain.ts'
import { table } from '../output.ts'
import type { BareContext } from '../run.ts'
import { type Check, createChecks, type Finding } from './doctor-checks.ts'

/** Options of the command. */
export interface DoctorOptions {
  fix?: boolean
  /** Whether only the sizes of picture files are compared, without reading them. */
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

/** Maximum number of items reported per check; all are fixed. */
const ITEMS_MAX = 1000

/** Checks the installation and repairs what can be repaired. */
export async function doctor({ config, out }: BareContext, options: DoctorOptions): Promise<number> {
  const results: Result[] = []
  let services: Services | null = null
  try {
    services = await openServices(config)
    for (const check of createChecks(services, {
      grace: options.grace * SECOND,
      isQuick: options.quick === true,
    })) {
      results.push(await runCheck(check, options.fix === true))
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

async function runCheck(check: Check, shouldFix: boolean): Promise<Result> {
  let finding: Finding
  try {
    finding = await check.examine()
    if (shouldFix) await finding.fix?.()
  } catch (error) {
    return { name: check.name, state: 'wrong', detail: text(error), items: [] }
  }
  const { detail, isWrong, items = [] } = finding
  const state = !isWrong ? 'ok' : shouldFix && finding.fix ? 'fixed' : 'wrong'
  return { name: check.name, state, detail, items: items.slice(0, ITEMS_MAX) }
}

function text(error: unknown): string {
  return explainPlace(error)?.message ?? (error instanceof Error ? error.message : String(error))
}
