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
  /** The id of the change that the mail is about. */
  change: string
}

/** How a mail of each kind begins; the first that fits counts. */
const kinds: readonly (readonly [RegExp, MailKind])[] = [
  [/^\d{6} is your .* confirmation code/, 'address-code'],
  [/^The email address of your .* was changed to/, 'address-changed'],
  [/^The change of the email address of your .* was undone/, 'address-undone'],
  [/^\S{4}-\S{4} is your .* code for a new password/, 'reset-code'],
  [/^The password of your .* was changed/, 'password'],
  // To the address before a change that can still be undone.
  [/^Your .* account will be deleted.*the link in the mail about that change/s, 'leaving-left'],
  [/^Your .* account will be deleted/, 'leaving'],
  [/^Your .* account will not be deleted/, 'staying'],
  [/^Somebody signed in to your .* account on a device/, 'device'],
  [/^A sign-in to your .* account was ended/, 'device'],
]

/**
 * All mails that left the service, from the folder that stands in for a mail server and from the server. A file is taken
 * out of the folder once it is read, as a person's mail program would.
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
    /** The mails to the address, the newest first. */
    to: (address: string, kind: MailKind): Received[] =>
      mails.filter((mail) => mail.kind === kind && mail.to === address.toLowerCase()).reverse(),
    /** Waits for something in the mails, as long as `mayWait` says. */
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
    code: /^(\d{6}|\S{4}-\S{4}) is /.exec(text)?.[1] ?? '',
    link: /https?:\/\/[^/\s]+(\/email-change\/undo\/\S+)/.exec(text)?.[1] ?? '',
    change: /was changed to \S+@([a-z0-9]+)\.example\.com/.exec(text)?.[1] ?? '',
  }
}
