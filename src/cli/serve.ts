import { setTimeout as sleep } from 'node:timers/promises'
import { openServices, openTracing } from '../app.ts'
import { buildApp } from '../app-http.ts'
import { openMetrics } from '../app-metrics.ts'
import type { Config } from '../config.ts'
import { showDemo } from './demo.ts'
import { portInUse, settlePort } from './listening.ts'
import { createLogger } from './logger.ts'
import type { Output } from './output.ts'
import { version } from './version.ts'

/**
 * Connections that may wait to be accepted, as far as the system allows (`net.core.somaxconn`): those beyond are dropped,
 * and clients try again after a second, then after three. With the 511 of Node.js a burst met that long before the service
 * had to refuse anything, and `/healthz` with it.
 */
const BACKLOG = 4096

/**
 * Runs the service until `SIGTERM` or `SIGINT`: then it says so in `/readyz`, waits the set delay, stops listening,
 * finishes what is running and answers the exit code. `worker` is its number, from 1, where it is one of several.
 */
export async function serve(
  settings: Config,
  out: Output,
  options: { demo: boolean; worker?: number },
): Promise<number> {
  const { worker } = options
  // From the first moment on: a signal that comes during the start stops what has started.
  const stopped = stopSignal(worker !== undefined)
  const config = settings.port === 0 ? await settlePort(settings) : settings
  const logger = createLogger(config, worker === undefined ? null : { worker })
  const tracing = await openTracing(logger, version())
  const measuring = await openMetrics(config, worker === undefined ? 'alone' : 'worker', logger)
  const services = await openServices(config, { tracer: tracing.tracer, metrics: measuring.metrics })
  let isStopping = false
  const app = await buildApp(services, logger, () => isStopping).catch(async (error: unknown) => {
    await services.close()
    await measuring.close()
    throw error
  })
  const close = async () => {
    await app.close()
    await services.close()
    await measuring.close()
  }
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
    if (options.demo) await showDemo(services, out, origin)
  } catch (error) {
    await close()
    throw portInUse(error, config) ?? error
  }
  const signal = await stopped
  isStopping = true
  logger.info({ signal }, 'stopping')
  if (signal === 'SIGTERM') await sleep(config.shutdownDelay)
  const overdue = setTimeout(() => {
    logger.error('requests did not finish in time')
    process.exit(1)
  }, config.shutdownGrace)
  await close()
  clearTimeout(overdue)
  // A collector that does not answer would keep the process until the time of its client is over.
  if (!(await tracing.close())) process.exit(0)
  return 0
}

/**
 * The signal that asks to stop. A second one ends the process at once, but not a worker: that may well get the same
 * signal twice, from the terminal or the service manager and from its primary, which is the one to end it.
 */
function stopSignal(isWorker: boolean): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const listen = isWorker ? process.on.bind(process) : process.once.bind(process)
    listen('SIGTERM', resolve)
    listen('SIGINT', resolve)
  })
}
