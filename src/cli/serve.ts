import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { buildApp, openServices } from '../app.ts'
import type { Config } from '../config.ts'

/**
 * Runs the service until `SIGTERM` or `SIGINT`: then it says so in `/readyz`, waits the set delay, stops listening,
 * finishes what is running and answers the exit code.
 */
export async function serve(
  config: Config,
  onListening?: (services: Awaited<ReturnType<typeof openServices>>) => Promise<void>,
): Promise<number> {
  const logger = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const services = await openServices(config)
  let isStopping = false
  const app = await buildApp(services, logger, () => isStopping)
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve)
  })
  await app.listen({ port: config.port, host: config.host })
  services.startWorkers(logger)
  await onListening?.(services)
  const signal = await stopped
  isStopping = true
  logger.info({ signal }, 'stopping')
  if (signal === 'SIGTERM') await sleep(config.shutdownDelay)
  const overdue = setTimeout(() => {
    logger.error('requests did not finish in time')
    process.exit(1)
  }, config.shutdownGrace)
  await app.close()
  await services.close()
  clearTimeout(overdue)
  return 0
}
