import { inBackground, later } from '../basics/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import type { CoreServices } from './core-services.ts'
import { startUpkeep } from './upkeep.ts'
import { upkeepTasks } from './upkeep-tasks.ts'
import type { Features } from './wire-features.ts'

/** How long after its start the service prepares what the first requests might need, in milliseconds: those it gets at once come first. */
const PREPARE = 250

/** Work in the background: outbox, webhooks, declarations of attributes, counts of security events, upkeep. */
export function createBackground(
  parts: Parameters<typeof upkeepTasks>[0] &
    Pick<CoreServices, 'securityEvents' | 'attributes' | 'choices'> &
    Pick<Features, 'outbox' | 'passwordKinds' | 'webhooks'>,
) {
  const { securityEvents, attributes, choices, outbox, passwordKinds, webhooks } = parts
  let stopUpkeep = async () => {}
  let cancelPreparing = () => {}
  return {
    start(log: Log): void {
      securityEvents.start(log)
      outbox.start(log)
      webhooks.start()
      attributes.start()
      inBackground('password kinds', passwordKinds.ready())
      stopUpkeep = startUpkeep(upkeepTasks(parts), log)
      cancelPreparing = later('local info', PREPARE, choices.prepare)
    },
    /** Resolves when everything has ended, or after a few seconds. */
    async stop(): Promise<void> {
      cancelPreparing()
      await Promise.all([
        stopUpkeep(),
        attributes.stop(),
        webhooks.stop(),
        outbox.stop(),
        securityEvents.close(),
      ])
    },
  }
}
