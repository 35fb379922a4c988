import { createProcessPool } from './adapters/process-pool.ts'
import type { Ground } from './app-sessions.ts'
import { tellPictureFault } from './app-world.ts'
import type { OutboxService } from './outbox/outbox.service.ts'
import { createPictureService } from './picture/picture.service.ts'
import { pictureWorkers } from './picture/picture-workers.ts'
import type { Log } from './ports/log.ts'
import type { ObjectStore } from './ports/objects.ts'

/** The kind of outbox job that removes the files of pictures. */
const REMOVE_FILES = 'remove-files'

/** Wires pictures, and the pool of processes that open them. The caller closes the pool. */
export function wirePictures(
  { config, db, clock, random, limiter, users, audit, metrics }: Ground,
  { objects, outbox, log }: { objects: ObjectStore; outbox: OutboxService; log: () => Log | null },
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
    settings: config,
    removals: {
      enqueue: (tx, payload, runAt) => outbox.enqueue(tx, REMOVE_FILES, payload, runAt),
      withdraw: outbox.withdraw,
      hasten: outbox.hasten,
    },
    onFault: (fault) => tellPictureFault(fault, log()),
  })
  outbox.register(REMOVE_FILES, pictures.removeFiles)
  return { pictures, pool }
}
