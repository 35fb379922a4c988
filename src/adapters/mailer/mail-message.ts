import type { Mail } from '../../ports/mailer.ts'

/**
 * Returns the mail in the form of nodemailer. The recipient is an object, so that it is not parsed as a list.
 */
export function mailMessage(mail: Mail, from: string) {
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    attachments: mail.images.map(({ cid, name, type, bytes }) => ({
      cid,
      filename: name,
      contentType: type,
      content: bytes,
      contentDisposition: 'inline' as const,
    })),
    messageId: `<${mail.id}@${domainOf(from)}>`,
    headers: {
      'Content-Language': mail.language,
      // RFC 3834, 5: suppresses vacation responders.
      'Auto-Submitted': 'auto-generated',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]{1,253})[>\s]*$/.exec(from)?.[1] ?? 'localhost'
}
