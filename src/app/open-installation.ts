import { type Deadlines, deadlines } from '../adapters/decorators/bounded.ts'
import { measuredLimiter } from '../adapters/decorators/measured.ts'
import { traceDatabase, traceLimiter, traceObjects } from '../adapters/decorators/traced.ts'
import { openDataFolder } from '../adapters/files/data-folder.ts'
import { publishEventsAfterCommit } from '../audit/after-commit.ts'
import type { AuditEvent } from '../audit/audit.ts'
import { createSealedSecrets } from '../basics/sealed-secrets.ts'
import { createTurns } from '../basics/turns.ts'
import type { Config } from '../config/config.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Tracer } from '../ports/tracer.ts'
import { createSecretsService } from '../secrets/secrets.service.ts'
import { openSecurityLog, requireWritableFile } from './open-adapters.ts'
import {
  databaseReadings,
  openBoundedStores,
  openLimiter,
  prepareObjects,
  type Stores,
} from './open-stores.ts'

export type Installation = Awaited<ReturnType<typeof openInstallation>>

/** How the stores are opened. */
export interface StoreOptions {
  /** Whether this process is the service, rather than a command that runs alongside it. */
  isService?: boolean
  /** For tests: wraps the stores to inject faults. */
  wrap?: (stores: Stores) => Stores
  /** Deadlines after which the stores count as unavailable. */
  limits?: Deadlines
}

/**
 * Opens the data folder and the stores that the settings name, and brings the tables up to date. The service
 * does not start without the keys of its stored secrets. The caller must close the stores.
 */
export async function openInstallation(
  config: Config,
  { clock, tracer, metrics }: { clock: Clock; tracer: Tracer | null; metrics: Metrics },
  { onCommitted, log }: { onCommitted: (event: AuditEvent) => void; log: () => Log | null },
  { isService = false, wrap = (stores) => stores, limits = deadlines }: StoreOptions,
) {
  const containsDatabase = config.databaseUrl === undefined
  const { temporaryFolder, mark, unlock } = openDataFolder(config.dataDir, { containsDatabase, isService })
  const turns = createTurns()
  const opened = await openBoundedStores(config, metrics, turns, { wrap, limits })
  const { maintenance } = opened
  metrics.readGauges(() => databaseReadings(opened.db))
  const db = publishEventsAfterCommit(traceDatabase(tracer, opened.db, opened.engine), onCommitted)
  const close = async () => {
    opened.objects.close()
    await db.close()
    unlock()
  }
  const sealed = createSealedSecrets(config.encryptionKeys)
  const secrets = createSecretsService({ db, sealed })
  const securityLog = openSecurityLog(config, metrics, log)
  const prepare = async () => {
    const migrated = await maintenance.migrate()
    mark()
    if (isService) {
      await secrets.requireKeys()
      await requireWritableFile(securityLog, config)
    }
    await prepareObjects(opened.objects, config)
    return { migrated, limiter: await openLimiter(config, db, clock, { isService }) }
  }
  const { migrated, limiter } = await prepare().catch(async (error: unknown) => {
    // Open connections would keep the process running.
    await close()
    throw error
  })
  return {
    db,
    /** The server says when one begins. */
    turns,
    objects: traceObjects(tracer, opened.objects),
    maintenance,
    /** Names of the migrations applied while opening. */
    migrated,
    sealed,
    secrets,
    securityLog,
    /** Rejects with the reason if `SECURITY_LOG` cannot be written now. */
    checkSecurityLog: async () => securityLog?.check(),
    limiter: traceLimiter(tracer, measuredLimiter(limiter, metrics)),
    temporaryFolder,
    close,
  }
}
