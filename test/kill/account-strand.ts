import { type Client, certain, dropEnded } from './client.ts'
import { awaitCode, noteTry, requestedCode } from './codes.ts'
import { addSession, endOne, endOthers, refreshAtOnce, refreshOne, signIn } from './sessions.ts'
import { endSessions } from './worlds.ts'

type Act = (client: Client) => Promise<void>

/** A person's actions on sessions, address, password and the account as a whole, one after the other. */
const acts: readonly (readonly [number, Act])[] = [
  [10, refreshOne],
  [4, refreshAtOnce],
  [3, addSession],
  [3, endOne],
  [1, endOthers],
  [9, changeAddress],
  [2, undoChange],
  [1.5, changePassword],
  [1, recover],
  [2, confirmLeaving],
]

/** Acts until the service is about to end, or a response is missing. */
export async function accountStrand(client: Client): Promise<void> {
  while (client.isRunning) {
    const before = client.worlds.all().length
    if (client.worlds.isPossible(({ mustReset }) => mustReset)) await recover(client)
    else if (client.sessions[0]) {
      // A code expires after ten minutes, and a round takes long on a busy machine.
      const act = client.change && client.dice.isBelow(0.5) ? changeAddress : client.dice.pick(acts)
      await act(client)
    } else {
      const session = await signIn(client, 'keep')
      if (!session) return
      client.sessions.push(session)
    }
    if (client.worlds.all().length > before) return
  }
}

/** Requests a code, reads it in the mail, and confirms; an action interrupted by a kill continues where it was. */
async function changeAddress(client: Client): Promise<void> {
  const from = certain(client, 'email')
  if (from === undefined) return
  client.change ??= await sendCodeRequest(client, from)
  const { change } = client
  if (!change) return
  const code = await awaitCode(client, change, () => client.isRunning)
  if (code === undefined) return
  const isPatch = client.dice.isBelow(0.5)
  const fields = { email: change.to, token_checksum_field: change.checksum, token_field: code }
  const answer = await client.send({
    kind: 'address change',
    method: isPatch ? 'PATCH' : 'POST',
    path: isPatch ? 'profile/' : 'update/profile/',
    access: client.sessions[0]!.access,
    as: client.dice.pick([
      [1, 'json'],
      [1, 'urlencoded'],
      [1, 'multipart'],
    ]),
    fields,
  })
  if (noteTry(change, code, answer)) client.change = null
  else if (answer.outcome === 'refused' && answer.status !== 400) {
    client.violation(`the change of address was refused: ${answer.status}`)
    client.change = null
  }
  const isMade = client.settle(answer, ({ changes }) => ({
    email: change.to,
    changes: [...changes, change.id],
  }))
  if (isMade) finishChange(client, change)
}

/** Notes a change that is certain. */
export function finishChange(client: Client, change: NonNullable<Client['change']>): void {
  client.change = null
  client.made.push(change)
}

async function sendCodeRequest(client: Client, from: string): Promise<Client['change']> {
  const id = `${client.name}n${++client.counter}`
  const to = `${client.name}@${id}.example.com`
  client.addresses.add(to)
  const answer = await client.send({
    kind: 'address code',
    path: 'token-generator/',
    access: client.sessions[0]!.access,
    fields: { email: to },
  })
  if (answer.outcome !== 'acknowledged') return null
  return { id, from, to, ...requestedCode(client, 'address-code', to, answer) }
}

/** Opens the link in the notice to the old address, and undoes the last change. */
async function undoChange(client: Client): Promise<void> {
  const change = client.made.at(-1)
  if (!change || certain(client, 'email') !== change.to || client.change) return
  // An undo also cancels a removal: its mail is no longer sent if it has not been sent by then.
  const leaving = Math.max(...client.worlds.all().map(({ leavingNotices }) => leavingNotices))
  if (distinctMails(client, 'leaving') < leaving) return
  const [notice] = client.mailbox.mails
    .filter((mail) => mail.kind === 'address-changed' && mail.change === change.id)
    .reverse()
  if (!notice) return
  // A code for an address that changed in between may never have been mailed.
  client.recovery = null
  const answer = await fetch(`${client.api.origin}${notice.link}`, { method: 'POST' }).then(
    async (found) => {
      await found.arrayBuffer()
      return found.status
    },
    () => 0,
  )
  const outcome = answer === 200 ? 'acknowledged' : answer === 0 || answer >= 500 ? 'undecided' : 'refused'
  client.journal.count('undo', outcome)
  if (answer === 500) client.violation('undo was answered with 500')
  // If a notice was sent twice, the link of the later one counts, which may not have arrived yet.
  if (outcome === 'refused') client.journal.note(`undo link refused with ${answer}`)
  const ids = client.sessions.map(({ id }) => id)
  const result = { outcome, status: answer, body: {}, tag: '' } as const
  const isUndone = client.settle(result, (account) => ({
    email: change.from,
    mustReset: true,
    isLeaving: false,
    stayingNotices: account.stayingNotices + (account.isLeaving ? 1 : 0),
    ...endSessions(ids)(account),
  }))
  if (!isUndone) return
  client.made.pop()
  dropEnded(client)
}

/** How long a client waits for the code for a new password before doing something else, in milliseconds. */
const CODE_TIMEOUT = 300

async function changePassword(client: Client): Promise<void> {
  const [main, ...others] = client.sessions
  const password = certain(client, 'password')
  if (!main || password === undefined) return
  // A change ends the codes for a new password.
  client.recovery = null
  const next = newPassword(client)
  const answer = await client.send({
    kind: 'password change',
    path: 'password/change/',
    access: main.access,
    fields: { old_password: password, new_password: next },
  })
  if (answer.outcome === 'refused') client.violation(`the right password was refused: ${answer.status}`)
  client.settle(answer, (account) => ({
    password: next,
    passwordNotices: account.passwordNotices + 1,
    ...endSessions(others.map(({ id }) => id))(account),
  }))
  dropEnded(client)
}

/** Requests a code to the current address, chooses a new password and signs in with it. */
async function recover(client: Client): Promise<void> {
  const email = certain(client, 'email')
  if (email === undefined) return
  // While changes can be undone, the oldest previous address gets the code.
  const mailbox = client.made[0]?.from ?? email
  if (client.recovery?.email !== email) client.recovery = await forgot(client, email, mailbox)
  const { recovery } = client
  if (!recovery) return
  // Its mail is sent after a few seconds; other work goes on meanwhile.
  const until = performance.now() + CODE_TIMEOUT
  const code = await awaitCode(client, recovery, () => client.isRunning && performance.now() < until)
  if (code === undefined) return
  const { checksum } = recovery
  recovery.password = newPassword(client)
  const answer = await client.send({
    kind: 'password reset',
    path: 'password/reset/',
    as: 'json',
    fields: {
      email,
      token_checksum_field: checksum,
      token_field: code,
      new_password: recovery.password,
    },
  })
  if (noteTry(recovery, code, answer)) client.recovery = null
  const ids = client.sessions.map(({ id }) => id)
  const isReset = client.settle(answer, (account) => ({
    password: recovery.password,
    mustReset: false,
    passwordNotices: account.passwordNotices + 1,
    ...endSessions(ids)(account),
  }))
  if (!isReset) return
  client.recovery = null
  dropEnded(client)
  const session = await signIn(client, 'keep')
  if (session) client.sessions.unshift(session)
}

async function forgot(client: Client, email: string, mailbox: string): Promise<Client['recovery']> {
  // Codes of earlier requests do not work for this one.
  const tried = new Set(client.mailbox.to(mailbox, 'reset-code').map(({ code }) => code))
  const answer = await client.send({ kind: 'password code', path: 'password/forgot/', fields: { email } })
  if (answer.outcome !== 'acknowledged') return null
  return { email, password: '', ...requestedCode(client, 'reset-code', mailbox, answer), tried }
}

/** Requests the removal of the account, or cancels it once its mail has arrived. */
async function confirmLeaving(client: Client): Promise<void> {
  const [main, ...others] = client.sessions
  const { mailbox, worlds } = client
  const account = worlds.all()[0]!
  const password = certain(client, 'password')
  if (!main || worlds.all().length > 1 || password === undefined) return
  await mailbox.collect()
  const got = (kind: 'leaving' | 'staying') => distinctMails(client, kind) >= account[`${kind}Notices`]
  if (!got('leaving') || !got('staying')) return
  if (account.isLeaving) {
    const answer = await client.send({
      kind: 'removal taken back',
      path: 'delete/cancel/',
      access: main.access,
    })
    client.settle(answer, ({ stayingNotices }) => ({ isLeaving: false, stayingNotices: stayingNotices + 1 }))
    return
  }
  const answer = await client.send({
    kind: 'removal asked for',
    path: 'delete/',
    access: main.access,
    as: 'json',
    fields: { password },
  })
  client.settle(answer, (before) => ({
    isLeaving: true,
    leavingNotices: before.leavingNotices + 1,
    ...endSessions(others.map(({ id }) => id))(before),
  }))
  dropEnded(client)
}

/** Returns the mails of the kind to the person, counting those sent twice once. */
export function distinctMails(client: Client, kind: 'leaving' | 'staying' | 'password'): number {
  const theirs = client.mailbox.mails.filter((mail) => mail.kind === kind && client.addresses.has(mail.to))
  return new Set(theirs.map(({ messageId }) => messageId)).size
}

const newPassword = (client: Client) => `open sesame ${client.name} number ${++client.counter}`
