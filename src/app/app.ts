import { systemClock, systemRandom } from '../adapters/system.ts'
import { createProcessPool } from '../adapters/worker-pool/process-pool.ts'
import type { Config } from '../config/config.ts'
import { createLocalInfo } from '../local-info/local-info.ts'
import { computeHere, computeIn, passwordWorkers } from '../password/password-processes.ts'
import type { Log } from '../ports/log.ts'
import { noMetrics } from '../ports/metrics.ts'
import { createBackground } from './background.ts'
import { type CoreServices, type Runtime, wireCore } from './core-services.ts'
import { openInstallation, type StoreOptions } from './open-installation.ts'
import { openUploads } from './uploads.ts'
import { type Features, wireFeatures } from './wire-features.ts'

/** Everything below HTTP, wired: what the server and the command line have in common. */
export type Services = Awaited<ReturnType<typeof openServices>>

/** Opens the stores named in the settings and wires the features. The caller must close them. */
export async function openServices(config: Config, options: Partial<Runtime> & StoreOptions = {}) {
  const { clock = systemClock, random = systemRandom, tracer = null, metrics = noMetrics } = options
  const runtime: Runtime = { clock, random, tracer, metrics }
  // Before anything is created, because it checks settings.
  const choices = createLocalInfo(config)
  let log: Log | null = null

  // Both callbacks run only once everything is wired.
  const installation = await openInstallation(
    config,
    runtime,
    {
      onCommitted(event) {
        core.securityEvents.committed(event)
        core.feed.committed()
      },
      log: () => log,
    },
    options,
  )
  const core: CoreServices = wireCore({ config, choices, ...runtime }, installation, {
    log: () => log,
    notifyOwner: (tx, userId, reason, actor) => features.notices.enqueue(tx, userId, reason, actor),
  })
  const features: Features = wireFeatures(core)
  const { closeUploads, ...uploads } = openUploads(config, installation.temporaryFolder, random)
  const background = createBackground({ ...core, ...features })
  const hashing = createProcessPool(passwordWorkers(config.passwordHashes))

  return {
    ...installation,
    ...core,
    ...features,
    ...uploads,
    /** Starts background work; `close` ends it. */
    startWorkers(logger: Log): void {
      log = logger
      background.start(logger)
    },
    /** Hashes passwords in child processes from now on; `close` ends them. */
    hashInChildren: () => computeIn(hashing),
    /** Takes at most a few seconds, even if dependencies do not respond. */
    async close() {
      await background.stop()
      computeHere(hashing)
      await Promise.all([features.pool.close(), hashing.close()])
      features.mailer.close()
      core.limiter.close()
      closeUploads()
      await installation.close()
    },
  }
}
