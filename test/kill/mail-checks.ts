import { distinctMails } from './account-strand.ts'
import { type Client, certain } from './client.ts'
import type { Mailbox } from './mailbox.ts'

/** Checks that no mail reports something that did not happen, and that none goes to an unknown address. */
export function checkMails(clients: readonly Client[], mailbox: Mailbox): void {
  const [first] = clients
  for (const fault of mailbox.faults.splice(0)) first?.violation(fault)
  for (const mail of mailbox.mails) {
    const client = clients.find(({ addresses }) => addresses.has(mail.to))
    if (!client) {
      first?.violation(`a mail (${mail.kind}) went to ${mail.to}, which nobody gave`)
      mail.to = [...(first?.addresses ?? [])][0] ?? ''
    } else if (
      mail.kind === 'address-changed' &&
      !client.worlds.isPossible(({ changes }) => changes.includes(mail.change))
    ) {
      client.violation(`a mail tells of the change ${mail.change}, which was not made`)
      client.worlds.acknowledged(({ changes }) => ({ changes: [...changes, mail.change] }))
    }
  }
  for (const client of clients) {
    const isTold = mailbox.mails.some(({ kind, to }) => kind === 'leaving-left' && client.addresses.has(to))
    if (isTold && !client.worlds.isPossible(({ leavingNotices }) => leavingNotices > 0))
      client.violation('an earlier address got a mail about a removal that nobody requested')
    for (const kind of ['password', 'leaving', 'staying'] as const) {
      const sent = distinctMails(client, kind)
      if (client.worlds.isPossible((world) => sent <= world[`${kind}Notices`])) continue
      client.violation(`${sent} mails of the kind ${kind}, which is more than what was done`)
      client.worlds.acknowledged(() => ({ [`${kind}Notices`]: sent }))
    }
  }
}

/** Checks that once the outbox is empty every due mail has arrived. */
export function findMissingMails(client: Client): void {
  const { mailbox, worlds } = client
  const told = new Set(mailbox.mails.map(({ change }) => change))
  for (const id of worlds.all()[0]!.changes) {
    if (certain(client, 'changes') && !told.has(id)) client.violation(`no mail tells of the change ${id}`)
  }
  for (const kind of ['password', 'leaving', 'staying'] as const) {
    const due = Math.min(...worlds.all().map((world) => world[`${kind}Notices`]))
    const sent = distinctMails(client, kind)
    if (sent < due) client.violation(`${due - sent} of ${due} mails of the kind ${kind} are lost`)
  }
  const codes = [
    client.change && ([client.change.to, 'address-code', client.change.tried] as const),
    client.recovery && ([client.recovery.mailbox, 'reset-code', client.recovery.tried] as const),
  ]
  for (const code of codes) {
    if (code && !mailbox.to(code[0], code[1]).some((mail) => !code[2].has(mail.code)))
      client.violation(`the code for ${code[0]} never came`)
  }
}
