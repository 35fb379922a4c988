import type { SecurityEvent } from '../ports/security-events.ts'
import type { SecurityLine } from '../ports/security-log.ts'
import type { AuditEvent } from './audit.ts'

/**
 * Fields of a line, in order. Kind, event and address come first: filters match from the left, before any
 * text that outsiders control.
 */
export type LineFields = Readonly<{ kind: string; event: string } & Record<string, unknown>>

/** Formats an attempt as a line. Unknown values are null. */
export function securityFields(event: SecurityEvent): LineFields {
  return {
    kind: 'security',
    event: event.kind,
    address: event.address ?? null,
    user: event.userId ?? null,
    application: event.applicationId ?? null,
    route: event.route ?? null,
    request: event.requestId ?? null,
  }
}

/** Formats an event of the audit trail as a line. */
export function auditFields(event: AuditEvent): LineFields {
  return {
    kind: 'audit',
    event: event.action,
    address: event.address,
    user: event.userId,
    application: event.applicationId,
    session: event.sessionId,
    key: event.keyId,
    actor: event.actor,
    operator: event.operator,
    fields: event.fields,
    old_email_hash: event.oldEmailHash,
    new_email_hash: event.newEmailHash,
    id: event.id,
  }
}

/**
 * Creates the line of an event at this instant. Non-ASCII characters are escaped, which JSON parsers reverse.
 */
export function lineOf(fields: LineFields, at: number, isWarning: boolean): SecurityLine {
  const time = new Date(at).toISOString()
  const json = JSON.stringify({ time, ...fields }).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return { time, event: fields.event, isWarning, json }
}
