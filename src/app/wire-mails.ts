import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pageViews } from '../../common/page-views.ts'
import { measuredMailer } from '../adapters/decorators/measured.ts'
import { traceMailer } from '../adapters/decorators/traced.ts'
import { createDescribeAct } from '../mail/act-details.service.ts'
import { createMailService } from '../mail/mail.service.ts'
import { createNoticeService } from '../notice/notice.service.ts'
import { createOutboxService } from '../outbox/outbox.service.ts'
import { builtPage } from '../page/page-build.ts'
import type { OwnSessionsService } from '../session/own-sessions.service.ts'
import { type CoreServices, securityUrlOf } from './core-services.ts'
import { openMailer } from './open-adapters.ts'

/**
 * Wires the outbox, and the mails that leave through it. The caller must close the mailer. `drawLogo` renders a
 * picture file as PNG.
 */
export function wireMails(
  core: CoreServices,
  ownSessions: OwnSessionsService,
  drawLogo: (file: string) => Promise<Buffer>,
) {
  const { config, db, clock, random, tracer, metrics, limiter, users, applications, log } = core
  const outbox = createOutboxService({ db, clock, random, tracer, metrics })
  const written = (file: string) => log()?.info({ file }, 'mail written to a file, since SMTP_URL is not set')
  const mailer = traceMailer(tracer, measuredMailer(openMailer(config, clock, written), metrics))
  const mails = createMailService({
    outbox,
    mailer,
    clock,
    look: { service: config.serviceName, color: config.brand.color },
    logo: logoOf(core, drawLogo),
    defaultLanguage: config.defaults.language,
  })
  const describeAct = createDescribeAct({ applications, ownSessions, defaults: core.choices.defaults })
  const notices = createNoticeService({
    clock,
    limiter,
    users,
    outbox,
    mails,
    describeAct,
    page: config.page && {
      securityUrl: securityUrlOf(config.page),
      forgotUrl: config.page.url + pageViews.forgot,
    },
  })
  return { outbox, mailer, mails, describeAct, notices }
}

/** Draws the operator's logo, or else the icon of the page, for the first mail; a later one tries again if that fails. */
function logoOf({ config, log }: CoreServices, draw: (file: string) => Promise<Buffer>) {
  const icon = join(builtPage, 'icon.svg')
  const file = config.brand.logo ?? (existsSync(icon) ? icon : null)
  let drawn: Promise<Buffer> | null = null
  return async (): Promise<Buffer | null> => {
    if (file === null) return null
    drawn ??= draw(file)
    try {
      return await drawn
    } catch (err) {
      drawn = null
      log()?.warn({ file, err }, 'mail sent without its logo, which cannot be drawn')
      return null
    }
  }
}
