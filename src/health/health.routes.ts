import { z } from 'zod'
import type { App } from '../http/schemas.ts'
import { failureMessage } from '../protocol/responses.ts'
import type { Readiness } from './readiness.ts'

const live = z.object({ status: z.literal('ok') })
const ready = z
  .object({
    status: z.enum(['ok', 'degraded', 'unavailable']),
    checks: z.record(z.string(), z.enum(['ok', 'degraded', 'failed'])),
  })
  .meta({
    example: {
      status: 'ok',
      checks: { database: 'ok', writes: 'ok', pictures: 'ok', uploads: 'ok', limits: 'ok', mail: 'ok' },
    },
  })
const notReady = z.union([ready, failureMessage]).meta({
  example: {
    status: 'unavailable',
    checks: {
      database: 'failed',
      writes: 'degraded',
      pictures: 'ok',
      uploads: 'ok',
      limits: 'ok',
      mail: 'ok',
    },
  },
})

/** `/healthz`: the process responds. `/readyz`: it can serve, so a load balancer may send requests. */
export function healthRoutes(app: App, options: { examine: Readiness; isStopping: () => boolean }): void {
  app.get(
    '/healthz',
    {
      config: { access: 'open' },
      schema: {
        tags: ['Health'],
        operationId: 'getLiveness',
        summary: 'Check that it runs',
        description: 'For process monitors. It looks at nothing but the process itself.',
        response: { 200: live },
      },
    },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      config: { access: 'open' },
      schema: {
        tags: ['Health'],
        operationId: 'getReadiness',
        summary: 'Check that it can serve',
        description:
          'For load balancers. `degraded` means that it serves, but something is unavailable: nothing can be changed (`writes`), no picture can be uploaded (`pictures`, `uploads`), the database counts the abuse limits (`limits`), or mails wait because the last one could not be sent (`mail`).',
        response: { 200: ready, 503: notReady },
      },
    },
    async (_request, reply) => {
      const checks = await options.examine()
      const states = Object.values(checks)
      if (options.isStopping() || states.includes('failed')) {
        return reply.code(503).send({ status: 'unavailable' as const, checks })
      }
      return { status: states.includes('degraded') ? ('degraded' as const) : ('ok' as const), checks }
    },
  )
}
