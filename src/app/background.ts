import { inBackground } from '../basics/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import type { CoreServices } from './core-services.ts'
import { startUpkeep } from './upkeep.ts'
import { upkeepTasks } from './upkeep-tasks.ts'
import type { Features } from './wire-features.ts'

/** Work in the background: outbox, webhooks, counts of security events, upkeep. */
export function createBackground(
  parts: Parameters<typeof upkeepTasks>[0] &
    Pick<CoreServices, 'securityEvents'> &
    Pick<Features, 'outbox' | 'passwordKinds' | 'webhooks'>,
) {
  const { securityEvents, outbox, passwordKinds, webhooks } = parts
  let stopUpkeep = async () => {}
  return {
    start(log: Log): void {
      securityEvents.start(log)
      outbox.start(log)
      webhooks.start()
      inBackground('password kinds', passwordKinds.ready())
      stopUpkeep = startUpkeep(upkeepTasks(parts), log)
    },
    /** Resolves when everything has ended, or after a few seconds. */
    async stop(): Promise<void> {
      await Promise.all([stopUpkeep(), webhooks.stop(), outbox.stop(), securityEvents.close()])
    },
  }
}
