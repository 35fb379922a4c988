import { createProcessPool } from '../adapters/worker-pool/process-pool.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import { createPictureService } from '../picture/picture.service.ts'
import { pictureWorkers } from '../picture/picture-workers.ts'
import type { CoreServices } from './core-services.ts'
import { logPictureFault } from './open-adapters.ts'

/** Kind of the outbox job that removes picture files. */
const REMOVE_FILES = 'remove-files'

/** Wires pictures, and the pool of processes that decode them. The caller must close the pool. */
export function wirePictures(
  { config, db, objects, clock, random, limiter, users, audit, choices, metrics, log }: CoreServices,
  outbox: OutboxService,
) {
  const pool = createProcessPool({
    ...pictureWorkers(config, process.env),
    onLost: (reason) => metrics.count('user_profile_picture_workers_lost_total', { reason }),
  })
  const pictures = createPictureService({
    pool,
    db,
    objects,
    clock,
    random,
    limiter,
    users,
    audit,
    metrics,
    settings: { ...config, defaultLanguage: choices.defaults.language },
    removals: {
      enqueue: (tx, payload, runAt) => outbox.enqueue(tx, REMOVE_FILES, payload, runAt),
      withdraw: outbox.withdraw,
      makeDue: outbox.makeDue,
    },
    onFault: (fault) => logPictureFault(fault, log()),
  })
  outbox.register(REMOVE_FILES, pictures.removeFiles)
  return { pictures, pool }
}
