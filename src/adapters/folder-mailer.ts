import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../ports/clock.ts'
import type { Mailer } from '../ports/mailer.ts'
import { tryFolder } from './file-errors.ts'
import { mailMessage } from './mail-message.ts'

/** Follows the name of a mail that is being written. */
const UNFINISHED = '.tmp'

interface Options {
  folder: string
  from: string
  clock: Clock
  /** Told the path of each mail written. */
  onWritten: (path: string) => void
}

/**
 * Writes each mail as an `.eml` file (RFC 5322) into a folder that only the service's own account can read; file
 * names sort by time. A file appears whole or not at all.
 */
export function createFolderMailer({ folder, from, clock, onWritten }: Options): Mailer {
  const prepare = () => mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    async send(mail) {
      await prepare()
      // Most commands send no mail, and do not wait for this to load.
      const { createTransport } = await import('nodemailer')
      const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
      const { message } = await transport.sendMail(mailMessage(mail, from))
      const instant = new Date(clock.now()).toISOString().replace(/[-:.]/g, '')
      const path = join(folder, `${instant}-${mail.id}.eml`)
      await writeWhole(path, message as Buffer)
      onWritten(path)
    },
    async check() {
      await tryFolder(folder, 'probe.tmp')
    },
    ping: async () => {},
    close() {},
  }
}

/** Removes what was cut short while it was written, from before the instant. Returns how many files went. */
export async function sweepMails(folder: string, before: number): Promise<number> {
  let removed = 0
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith(`.eml${UNFINISHED}`)) continue
    const path = join(folder, name)
    const about = await stat(path).catch(() => null)
    if (!about || about.mtimeMs > before) continue
    await rm(path, { force: true })
    removed += 1
  }
  return removed
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}${UNFINISHED}`
  try {
    const file = await open(temporary, 'w', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
