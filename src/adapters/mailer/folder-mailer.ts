import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolder } from '../../basics/folders.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Mailer } from '../../ports/mailer.ts'
import { tryFolder } from '../files/file-errors.ts'
import { oldFiles, removeFiles } from '../files/old-files.ts'
import { mailMessage } from './mail-message.ts'

/** Suffix of a mail that is being written. */
const UNFINISHED = '.tmp'

interface Options {
  folder: string
  from: string
  clock: Clock
  /** Called with the path of each mail written. */
  onWritten: (path: string) => void
}

/**
 * Creates a mailer that writes each mail as an `.eml` file (RFC 5322) into a folder that only the service
 * account can read. File names sort by time. Files are written atomically.
 */
export function createFolderMailer({ folder, from, clock, onWritten }: Options): Mailer {
  return {
    async send(mail) {
      await createFolder(folder)
      // Loaded on demand, since most commands send no mail.
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

/** Lists mails whose writing was interrupted, last modified at or before the instant. */
export function leftoverMails(folder: string, until: number): AsyncIterable<string> {
  return oldFiles(folder, until, (name) => name.endsWith(UNFINISHED))
}

/** Removes such files and returns how many there were. */
export function sweepMails(folder: string, until: number): Promise<number> {
  return removeFiles(leftoverMails(folder, until))
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
