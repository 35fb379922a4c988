import { setTimeout as sleep } from 'node:timers/promises'
import { openServices, type Services } from '../app.ts'
import { buildApp } from '../app-http.ts'
import { openMetrics } from '../app-metrics.ts'
import { openTracing } from '../app-world.ts'
import type { Config } from '../config.ts'
import type { App } from '../http/schemas.ts'
import { pageFault } from '../page/page-build.ts'
import { inBackground } from '../ports/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import { exitCodes } from './command-error.ts'
import { showDemo } from './demo.ts'
import { uncaughtFault } from './last-defense.ts'
import { portInUse, settlePort } from './listening.ts'
import { createLogger } from './logger.ts'
import type { Output } from './output.ts'
import { CLOSING_TIME, endWithin, type StopStep, stopInOrder, stopSignal } from './stopping.ts'
import { version } from './version.ts'

/** Milliseconds for the steps of stopping after the requests. Together they fit into what deploy/ leaves for them. */
const CLOSE_TIME = 5000
const METRICS_TIME = 1000
const TRACING_TIME = 3500
/** Milliseconds in which a process whose work is done ends by itself. */
const LINGER = 2000

interface Parts {
  app: App
  services: Services
  measuring: Awaited<ReturnType<typeof openMetrics>>
  tracing: Awaited<ReturnType<typeof openTracing>>
}

/**
 * Connections that may wait to be accepted, as far as the system allows (`net.core.somaxconn`): those beyond are dropped,
 * and clients try again after a second, then after three. With the 511 of Node.js a burst met that long before the service
 * had to refuse anything, and `/healthz` with it.
 */
const BACKLOG = 4096

/**
 * Runs the service until `SIGTERM` or `SIGINT`: then it says so in `/readyz`, waits the set delay, stops listening,
 * finishes what is running and returns the exit code. After an error that no code caught it stops in the same way, and
 * the code says that it failed. `worker` is its number, from 1, if it is one of several.
 */
export async function serve(
  settings: Config,
  out: Output,
  options: { demo: boolean; worker?: number },
): Promise<number> {
  const { worker } = options
  // From the first moment on: a signal that comes during the start stops what has started.
  const signalled = stopSignal(worker !== undefined)
  const config = settings.port === 0 ? await settlePort(settings) : settings
  const logger = createLogger(config, worker === undefined ? null : { worker })
  const failed = uncaughtFault(logger)
  // Also if the fault keeps the start from ending.
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
    const origin = await app.listen({
      port: config.port,
      host: config.host,
      backlog: BACKLOG,
      // The primary says where; it is one address for all.
      ...(worker !== undefined && { listenTextResolver: () => 'worker is ready' }),
    })
    await measuring.start()
    services.startWorkers(logger)
    if ((worker ?? 1) === 1) {
      inBackground('second factors', tellMissing(services, logger))
      if (config.page) inBackground('page', tellPageFault(logger))
    }
    if (options.demo) await showDemo(services, out, origin)
  } catch (error) {
    await stopInOrder(steps, logger)
    throw portInUse(error, config) ?? error
  }
  const signal = await Promise.race([signalled, failed.then(() => null)])
  isStopping = true
  if (signal) logger.info({ signal }, 'stopping')
  if (signal === 'SIGTERM') await sleep(config.shutdownDelay)
  await stopInOrder(steps, logger)
  const exitCode = signal ? exitCodes.done : exitCodes.failed
  endWithin(LINGER, exitCode)
  return exitCode
}

/** Says how many people a second factor that all need will keep out, or have set one up at their next sign-in. */
async function tellMissing({ factors, config }: Services, logger: Log): Promise<void> {
  const { isRequired, from } = config.secondFactor
  if (!isRequired) return
  const { people, missing } = await factors.count()
  const since = from === null ? null : new Date(from).toISOString()
  logger.info({ people, missing, from: since }, 'people who need a second factor and have none')
}

/** Says that people find no page, or that of other sources. */
async function tellPageFault(logger: Log): Promise<void> {
  const fault = await pageFault()
  if (fault !== null) logger.warn({}, fault)
}

/** How the service stops. An answer under way past the grace is cut off, and all that follows is closed all the same. */
function stepsOf({ app, services, measuring, tracing }: Parts, config: Config): StopStep[] {
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
