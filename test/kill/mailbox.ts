import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ParsedMail, simpleParser } from 'mailparser'
import type { MailCatcher } from '../support/smtp.ts'

export type MailKind =
  | 'address-code'
  | 'address-changed'
  | 'address-undone'
  | 'reset-code'
  | 'password'
  | 'leaving'
  | 'leaving-left'
  | 'staying'
  | 'device'

export interface Received {
  kind: MailKind
  to: string
  messageId: string
  code: string
  /** Path of the undo link. */
  link: string
  /** The id of the change that the mail reports. */
  change: string
}

/** What a mail of each kind says; the first match counts. */
const kinds: readonly (readonly [RegExp, MailKind])[] = [
  [/^Enter this code to (make|change|verify) .* email address/m, 'address-code'],
  [/^The email address of your .* was changed to/m, 'address-changed'],
  [/^The change of the email address of your .* was undone/m, 'address-undone'],
  [/^Enter this code to choose a new password/m, 'reset-code'],
  [/^The password of your .* was changed/m, 'password'],
  // To the address before a change that can still be undone.
  [/^Your .* account will be deleted.*the link in our email about that change/ms, 'leaving-left'],
  [/^Your .* account will be deleted/m, 'leaving'],
  [/^The deletion of your .* account was canceled/m, 'staying'],
  [/^Someone signed in to your .* account on a new device/m, 'device'],
  [/^To keep your .* account safe, we signed it out/m, 'device'],
]

/**
 * All mails sent by the service, from the folder that stands in for a mail server and from the server. A file is
 * removed from the folder once it is read, as a mail client would do.
 */
export function createMailbox(folder: string, catcher: MailCatcher) {
  const mails: Received[] = []
  const faults: string[] = []
  let running: Promise<void> | null = null
  const take = (to: string, mail: ParsedMail) => {
    const received = read(to, mail)
    if (received) mails.push(received)
    else faults.push(`a mail that nobody knows went to ${to}: ${mail.subject}`)
  }
  const collect = async (): Promise<void> => {
    for (const { to, mail } of catcher.mails.splice(0)) take(to, mail)
    const names = await readdir(folder).catch(() => [])
    for (const name of names.filter((one) => one.endsWith('.eml')).sort()) {
      const mail = await simpleParser(await readFile(join(folder, name)))
      take([mail.to].flat()[0]?.value[0]?.address ?? '', mail)
      await rm(join(folder, name))
    }
  }
  const mailbox = {
    mails,
    faults,
    collect(): Promise<void> {
      running ??= collect().finally(() => {
        running = null
      })
      return running
    },
    /** Returns the mails to the address, newest first. */
    to: (address: string, kind: MailKind): Received[] =>
      mails.filter((mail) => mail.kind === kind && mail.to === address.toLowerCase()).reverse(),
    /** Waits for something in the mails, while `mayWait` allows it. */
    async find<T>(look: () => T | undefined, mayWait: () => boolean): Promise<T | undefined> {
      for (;;) {
        await mailbox.collect()
        const found = look()
        if (found !== undefined || !mayWait()) return found
        await sleep(25)
      }
    },
  }
  return mailbox
}

export type Mailbox = ReturnType<typeof createMailbox>

function read(to: string, { text = '', messageId = '' }: ParsedMail): Received | null {
  const kind = kinds.find(([pattern]) => pattern.test(text))?.[1]
  if (kind === undefined) return null
  return {
    kind,
    to: to.toLowerCase(),
    messageId,
    code: /^(\d{6}|\S{4}-\S{4})$/m.exec(text)?.[1] ?? '',
    link: /https?:\/\/[^/\s]+(\/email-change\/undo\/\S+)/.exec(text)?.[1] ?? '',
    change: /was changed to \S+@([a-z0-9]+)\.example\.com/.exec(text)?.[1] ?? '',
  }
}
