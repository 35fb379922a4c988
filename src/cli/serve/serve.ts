import { setTimeout as sleep } from 'node:timers/promises'
import { openServices, type Services } from '../../app/app.ts'
import { buildApp } from '../../app/http-app.ts'
import { openTracing } from '../../app/open-adapters.ts'
import { openMetrics } from '../../app/open-metrics.ts'
import { inBackground } from '../../basics/foreign-events.ts'
import type { Config } from '../../config/config.ts'
import type { App } from '../../http/schemas.ts'
import { exitCodes } from '../command-error.ts'
import { version } from '../version.ts'
import { uncaughtError } from './last-defense.ts'
import { listening, listeningForMetrics, resolvePort } from './listening.ts'
import { logWarnings } from './log-warnings.ts'
import { createLogger } from './logger.ts'
import { type StartOptions, showStart } from './show-start.ts'
import { CLOSING_TIME, endWithin, type StopStep, stopInOrder, stopSignal } from './stopping.ts'

/**
 * Time limits for the stopping steps after requests have finished, in milliseconds. Their sum fits into the
 * stop timeout in deploy/.
 */
const CLOSE_TIME = 5000
const METRICS_TIME = 1000
const TRACING_TIME = 3500
/** How long a finished process may take to exit by itself, in milliseconds. */
const LINGER = 2000

interface RunningService {
  app: App
  services: Pick<Services, 'close'>
  measuring: Awaited<ReturnType<typeof openMetrics>>
  tracing: Awaited<ReturnType<typeof openTracing>>
}

/**
 * Length of the accept queue, as far as the system allows (`net.core.somaxconn`): connections beyond it are
 * dropped, and clients retry after one and three seconds. With Node.js's default of 511, a burst hit that
 * limit, including `/healthz`, long before the service had to refuse anything.
 */
const BACKLOG = 4096

/**
 * Runs the service until `SIGTERM` or `SIGINT`: then `/readyz` reports it, the configured delay passes,
 * listening ends, running requests finish, and the exit code is returned. After an uncaught error it stops in
 * the same way, with an exit code for failure. `worker` is its number, from 1, if it is one of several.
 */
export async function serve(...args: Parameters<typeof serveUntilStopped>): Promise<number> {
  try {
    return await serveUntilStopped(...args)
  } finally {
    // What is left of a service that did not start must not keep the process running either.
    endWithin(LINGER)
  }
}

async function serveUntilStopped(
  settings: Config,
  out: StartOptions['out'],
  options: { demo: boolean; worker?: number },
): Promise<number> {
  const { worker } = options
  // Registered first: a signal during startup stops what has been started.
  const signalled = stopSignal(worker !== undefined)
  const config = settings.port === 0 ? await resolvePort(settings) : settings
  const logger = createLogger(config, worker === undefined ? null : { worker })
  const failed = uncaughtError(logger)
  // Even if the error prevents startup from completing.
  inBackground(
    'last defense',
    failed.then(() => endWithin(config.shutdownGrace + CLOSING_TIME, exitCodes.failed)),
  )
  const tracing = await openTracing(logger, version())
  const measuring = await openMetrics(config, worker === undefined ? 'alone' : 'worker', logger)
  const { tracer } = tracing
  const services = await openServices(config, { tracer, metrics: measuring.metrics, isService: true })
  let isStopping = false
  const app = await buildApp(services, logger, () => isStopping).catch(async (error: unknown) => {
    await services.close()
    await measuring.close()
    throw error
  })
  const steps = stepsOf({ app, services, measuring, tracing }, config)
  try {
    // First, so that nobody is served by a service that then does not start.
    await listeningForMetrics(config, measuring.start)
    await listening(config, () =>
      app.listen({
        port: config.port,
        host: config.host,
        backlog: BACKLOG,
        // The primary logs the address, which all share.
        ...(worker !== undefined && { listenTextResolver: () => 'worker is ready' }),
      }),
    )
    services.hashInChildren()
    services.startWorkers(logger)
    if ((worker ?? 1) === 1) await informOperator(services, { out, log: logger, demo: options.demo })
  } catch (error) {
    await stopInOrder(steps, logger)
    throw error
  }
  const signal = await Promise.race([signalled, failed.then(() => null)])
  isStopping = true
  services.feed.stopWaiting()
  if (signal) logger.info({ signal }, 'stopping')
  if (signal === 'SIGTERM') await sleep(config.shutdownDelay)
  await stopInOrder(steps, logger)
  return signal ? exitCodes.done : exitCodes.failed
}

/** Shows the operator where everything is and logs what is missing, once for all workers. */
async function informOperator(services: Services, about: StartOptions): Promise<void> {
  const shown = showStart(services, about).finally(() => logWarnings(services, about.log))
  // A demo must be created before the start succeeds; anything else may fail without ending the service.
  if (about.demo) await shown
  else inBackground('start', shown)
}

/**
 * Returns the steps of stopping. A response that outlasts the grace period is cut off, and everything else is
 * still closed.
 */
function stepsOf({ app, services, measuring, tracing }: RunningService, config: Config): StopStep[] {
  return [
    {
      name: 'requests',
      time: config.shutdownGrace,
      run: () => app.close(),
      force: () => app.server.closeAllConnections(),
    },
    { name: 'services', time: CLOSE_TIME, run: () => services.close() },
    { name: 'metrics', time: METRICS_TIME, run: () => measuring.close() },
    { name: 'traces', time: TRACING_TIME, run: () => tracing.close() },
  ]
}
