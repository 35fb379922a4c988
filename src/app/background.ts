import { inBackground } from '../basics/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import type { CoreServices } from './core-services.ts'
import { startUpkeep } from './upkeep.ts'
import { upkeepTasks } from './upkeep-tasks.ts'
import type { Features } from './wire-features.ts'

/** Work in the background: outbox, webhooks, declarations of attributes, counts of security events, upkeep. */
export function createBackground(
  parts: Parameters<typeof upkeepTasks>[0] &
    Pick<CoreServices, 'securityEvents' | 'attributes'> &
    Pick<Features, 'outbox' | 'passwordKinds' | 'webhooks'>,
) {
  const { securityEvents, attributes, outbox, passwordKinds, webhooks } = parts
  let stopUpkeep = async () => {}
  return {
    start(log: Log): void {
      securityEvents.start(log)
      outbox.start(log)
      webhooks.start()
      attributes.start()
      inBackground('password kinds', passwordKinds.ready())
      stopUpkeep = startUpkeep(upkeepTasks(parts), log)
    },
    /** Resolves when everything has ended, or after a few seconds. */
    async stop(): Promise<void> {
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
