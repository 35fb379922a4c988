import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { type Config, readConfig } from '../../config/config.ts'
import { CommandError, exitCodes } from '../command-error.ts'

/** An address to listen on, and the settings that define it. */
interface Listening {
  host: string
  port: number
  hostSetting: 'HOST' | 'METRICS_HOST'
  portSetting: 'PORT' | 'METRICS_PORT'
}

const ofService = ({ host, port }: Config): Listening => ({
  host,
  port,
  hostSetting: 'HOST',
  portSetting: 'PORT',
})

const ofMetrics = ({ metricsHost: host, metricsPort: port = 0 }: Config): Listening => ({
  host,
  port,
  hostSetting: 'METRICS_HOST',
  portSetting: 'METRICS_PORT',
})

/** Runs work that listens for the service; it rejects with what the operator can do. */
export const listening = <T>(config: Config, work: () => Promise<T>): Promise<T> =>
  work().catch((error: unknown) => {
    throw explained(error, ofService(config))
  })

/** The same for the metrics. */
export const listeningForMetrics = <T>(config: Config, work: () => Promise<T>): Promise<T> =>
  work().catch((error: unknown) => {
    throw explained(error, ofMetrics(config))
  })

/**
 * Replaces port 0 in the settings by a free port. Tokens and links contain the service's URL, so the port
 * must be known before anything is created, not only once the service listens. `workers` processes share the
 * cores.
 * @throws {CommandError} if nothing can listen on the host
 */
export async function resolvePort(settings: Config, workers = 1): Promise<Config> {
  const port = settings.port === 0 ? await listening(settings, () => freePort(settings.host)) : settings.port
  return readConfig({ ...process.env, PORT: String(port) }, workers)
}

async function freePort(host: string): Promise<number> {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await once(probe.close(), 'close')
  return port
}

/** The machine may get an address later, and a name may resolve later: the settings need not be wrong. */
function explained(error: unknown, at: Listening): unknown {
  const { code = '', message } = (error ?? {}) as NodeJS.ErrnoException
  const { host, port, hostSetting, portSetting } = at
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const fault = (text: string, exitCode: number = exitCodes.failed) =>
    new CommandError(text, { exitCode, cause: error })
  switch (code) {
    case 'EADDRINUSE':
      return fault(
        `${portSetting}: ${place} is in use by another program. Choose another port, such as ${portSetting}=${port < 65_535 ? port + 1 : 8080}`,
      )
    case 'EACCES':
      return fault(
        `${portSetting}: this user may not listen on ${place} (EACCES). Choose a port from 1024 up, such as ${portSetting}=8080, or grant CAP_NET_BIND_SERVICE`,
        exitCodes.usage,
      )
    case 'EADDRNOTAVAIL':
      return fault(
        `${hostSetting}: ${host} is not an address of this machine. Use one that is, 127.0.0.1 for this machine only, or 0.0.0.0 for all addresses`,
      )
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fault(
        `${hostSetting}: the name ${host} does not resolve to an address (${code}). Use an address of this machine, such as 127.0.0.1`,
      )
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return fault(
        `${hostSetting}: this machine cannot listen on ${host}: ${message}. Use another address`,
        exitCodes.usage,
      )
    default:
      return error
  }
}
