import type { Language } from '../../common/languages.ts'
import type { Params } from '../../common/message-format.ts'
import type { Look } from '../messages/look.ts'

/** What people recognize a mail by. */
export interface MailLook extends Look {
  /** The logo as PNG; null for none. */
  logo: Buffer | null
}

/** A detail. The value is a text to fill in, like all texts of a letter. */
export interface Fact {
  label: string
  value: string
}

/** A part of a letter, in reading order. */
export type Block =
  | { kind: 'text'; text: string }
  /** What the mail is about. */
  | { kind: 'lead'; text: string }
  | { kind: 'code'; code: string }
  /** `format` writes a detail in one line. */
  | { kind: 'facts'; facts: readonly Fact[]; format: string }
  /** `fallback` stands before the bare address. */
  | { kind: 'link'; label: string; url: string; fallback: string }

/** A mail before it becomes text and HTML, so that both say the same. */
export interface Letter {
  language: Language
  look: MailLook
  /** Values for all texts. */
  params: Params
  subject: string
  /** What a mailbox shows beside the subject. */
  preview: string
  blocks: readonly Block[]
  footer: string
}
