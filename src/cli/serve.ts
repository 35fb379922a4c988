import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { openServices, openTracing } from '../app.ts'
import { buildApp } from '../app-http.ts'
import { type Config, readConfig } from '../config.ts'
import { CommandError } from './command-error.ts'
import { showDemo } from './demo.ts'
import type { Output } from './output.ts'
import { version } from './version.ts'

/**
 * Runs the service until `SIGTERM` or `SIGINT`: then it says so in `/readyz`, waits the set delay, stops listening,
 * finishes what is running and answers the exit code.
 */
export async function serve(settings: Config, out: Output, options: { demo: boolean }): Promise<number> {
  const config = settings.port === 0 ? await onFreePort(settings) : settings
  const logger = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const tracing = await openTracing(logger, version())
  const services = await openServices(config, { tracer: tracing.tracer })
  let isStopping = false
  const app = await buildApp(services, logger, () => isStopping)
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve)
  })
  try {
    const origin = await app.listen({ port: config.port, host: config.host })
    services.startWorkers(logger)
    if (options.demo) await showDemo(services, out, origin)
  } catch (error) {
    await app.close()
    await services.close()
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
  await app.close()
  await services.close()
  clearTimeout(overdue)
  // A collector that does not answer would keep the process until the time of its client is over.
  if (!(await tracing.close())) process.exit(0)
  return 0
}

function portInUse(error: unknown, { host, port }: Config): CommandError | null {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return null
  const message = `${host}:${port} is in use by another program. Choose another port, such as PORT=${port + 1}`
  return new CommandError(message, { cause: error })
}

/**
 * The settings with a port that is free now in the place of 0. Tokens and links carry the service's address, so it has
 * to be known before anything is made, not only once the service listens.
 */
async function onFreePort(settings: Config): Promise<Config> {
  const probe = createServer().listen(0, settings.host)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await once(probe.close(), 'close')
  return readConfig({ ...process.env, PORT: String(port) })
}
