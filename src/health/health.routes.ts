import { z } from 'zod'
import { failureMessage } from '../http/responses.ts'
import type { App } from '../http/schemas.ts'

const live = z.object({ status: z.literal('ok') })
const ready = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    checks: z.record(z.string(), z.enum(['ok', 'failed'])),
  })
  .meta({ example: { status: 'ok', checks: { database: 'ok' } } })
const notReady = z
  .union([ready, failureMessage])
  .meta({ example: { status: 'unavailable', checks: { database: 'failed' } } })

/** A part that readiness looks at: its name, and a probe that rejects while it is away. */
export interface Check {
  name: string
  probe: () => Promise<void>
}

/** `/healthz`: the process answers. `/readyz`: it can serve, so a load balancer may send requests. */
export function healthRoutes(
  app: App,
  options: { checks: readonly Check[]; isStopping: () => boolean },
): void {
  app.get(
    '/healthz',
    {
      config: { access: 'open' },
      schema: { tags: ['Operation'], summary: 'Liveness', response: { 200: live } },
    },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      config: { access: 'open' },
      schema: {
        tags: ['Operation'],
        summary: 'Readiness',
        response: { 200: ready, 503: notReady },
      },
    },
    async (request, reply) => {
      const checks: Record<string, 'ok' | 'failed'> = {}
      for (const { name, probe } of options.checks) {
        checks[name] = await probe().then(
          () => 'ok' as const,
          (error: unknown) => {
            request.log.error({ err: error }, `${name} is not ready`)
            return 'failed' as const
          },
        )
      }
      const isReady = !options.isStopping() && Object.values(checks).every((state) => state === 'ok')
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable', checks })
    },
  )
}
