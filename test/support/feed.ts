import type { Services } from '../../src/app/app.ts'
import { eventually } from './wait.ts'

/**
 * Waits until the feed shows the newest event. On PostgreSQL, a running transaction of any database on the server holds it
 * up, and other tests have some.
 */
export async function settled({ db, feed }: Pick<Services, 'db' | 'feed'>): Promise<void> {
  const last = await db.read
    .selectFrom('feed_events')
    .select(['transaction', 'id'])
    .orderBy('transaction', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last) await eventually(async () => (await feed.newest())?.id === last.id)
}
