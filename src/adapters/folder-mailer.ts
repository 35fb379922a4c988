import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../ports/clock.ts'
import type { Mailer } from '../ports/mailer.ts'
import { tryFolder } from './file-errors.ts'
import { mailMessage } from './mail-message.ts'
import { oldFiles, removeFiles } from './old-files.ts'

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

/** The paths of what was cut short while it was written, last at the instant or before. */
export function leftMails(folder: string, until: number): AsyncIterable<string> {
  return oldFiles(folder, until, (name) => name.endsWith(UNFINISHED))
}

/** Removes them. Returns how many there were. */
export function sweepMails(folder: string, until: number): Promise<number> {
  return removeFiles(leftMails(folder, until))
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
