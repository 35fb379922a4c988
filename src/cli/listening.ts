import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { type Config, readConfig } from '../config.ts'
import { CommandError } from './command-error.ts'

/**
 * The settings with a port that is free now in the place of 0. Tokens and links carry the service's address, so it has
 * to be known before anything is made, not only once the service listens. `workers` processes share the cores.
 */
export async function settlePort(settings: Config, workers = 1): Promise<Config> {
  const port = settings.port === 0 ? await freePort(settings.host) : settings.port
  return readConfig({ ...process.env, PORT: String(port) }, workers)
}

async function freePort(host: string): Promise<number> {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await once(probe.close(), 'close')
  return port
}

/** What to tell the operator where listening failed because a port is taken; null: it failed for another reason. */
export function portInUse(error: unknown, config: Config): CommandError | null {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code !== 'EADDRINUSE') return null
  const [setting, host, taken] =
    port === config.metricsPort && port !== undefined
      ? ['METRICS_PORT', config.metricsHost, port]
      : ['PORT', config.host, config.port]
  const message = `${host}:${taken} is in use by another program. Choose another port, such as ${setting}=${taken + 1}`
  return new CommandError(message, { cause: error })
}
