/** One mail, ready to send. */
export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** BCP 47 tag for `Content-Language`. */
  language: string
  /** Stable over retries, so that a receiver can tell a repeat: the local part of `Message-ID`. */
  id: string
}

/** Hands mail over to the world. */
export interface Mailer {
  /** Resolves once the mail is accepted; rejects where it is not, and the outbox tries again. */
  send(mail: Mail): Promise<void>
  /** Rejects with the reason where mail cannot be sent now. */
  check(): Promise<void>
  close(): void
}
