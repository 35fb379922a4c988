import type { Mail } from '../ports/mailer.ts'

/** The mail as nodemailer takes it. The recipient is passed as an object, so no part of it is parsed as a list. */
export function mailMessage(mail: Mail, from: string) {
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${domainOf(from)}>`,
    headers: {
      'Content-Language': mail.language,
      // RFC 3834, 5: keeps vacation responders quiet.
      'Auto-Submitted': 'auto-generated',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]{1,253})[>\s]*$/.exec(from)?.[1] ?? 'localhost'
}
