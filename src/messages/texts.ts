import type { Language } from '../../common/languages.ts'
import type { FailureKey, FieldMessageKey } from '../error-catalogue.ts'

/** What the service says to people in one language. In every text `{name}` and plurals are filled by `format`. */
export interface Texts {
  mails: MailTexts
  copy: CopyTexts
  pages: Readonly<Record<PageKind, PageText>>
}

/** A language other than English, whose error texts `errors.ts` has. */
export interface Translation extends Texts {
  language: TranslatedLanguage
  errors: ErrorTexts
  /** What a password can be too similar to, as it stands for `{attribute}` in `password_too_similar`. */
  attributes: Readonly<Record<PasswordAttribute, string>>
}

/** The texts of the error catalogue, by key. */
export type ErrorTexts = Readonly<Record<FieldMessageKey | FailureKey, string>>

export type PasswordAttribute =
  | 'username'
  | 'first name'
  | 'last name'
  | 'email address'
  | 'service name'
  | 'service address'

/** The mails that the service sends. */
export type MailKind =
  | 'new_address_code'
  | 'current_address_code'
  | 'address_taken'
  | 'address_changed'
  | 'password_reset_code'
  | 'password_reset_code_left'
  | 'recovery_announced'
  | 'recovery_stopped'
  | 'address_undone'
  | 'undo_ended'
  | 'deletion_scheduled'
  | 'deletion_scheduled_left'
  | 'deletion_cancelled'
  | 'own_address_code'
  | NoticeReason

/** Why the owner of an account gets a notice. */
export type NoticeReason =
  | 'new_device'
  | 'password_changed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'second_factor_added'
  | 'second_factor_removed'
  | 'recovery_codes_renewed'
  | 'refresh_token_reused'
  | 'account_unlocked'
  | 'sign_in_locked'

export interface MailTexts {
  greeting: string
  /** Where the person has no name that can be shown. */
  greetingWithoutName: string
  footer: string
  mails: Readonly<Record<MailKind, MailText>>
  notice: NoticeTexts
}

/** What the notices to the owner of an account have in common. */
export interface NoticeTexts {
  /** The lines of what is known; one whose value is not known is left out. */
  at: string
  device: string
  application: string
  /** The shortened IP address. */
  network: string
  byOperator: string
  /** A device whose browser and operating system are known. */
  browserOn: string
  ifYou: string
  /** Without alarm: what to look at. */
  ifNot: string
  /** The label of the link to the security screen. */
  link: string
}

/** The texts of one mail. */
export interface MailText {
  subject: string
  /** The first line, which previews show; in mails with a code it holds the code, as one-time-code autofill expects. */
  first: string
  paragraphs: readonly string[]
  /** The label of the link, where the mail has one. */
  link?: string
}

/** The text that explains a person's copy of their data, a line each. */
export interface CopyTexts {
  title: string
  /** When it was made. */
  made: string
  /** What the file `profile.json` is. */
  profile: string
  /** What the folder `pictures` is. */
  pictures: string
  /** If there is no such folder. */
  noPictures: string
  /** What is left out. */
  secrets: string
}

export type PageKind =
  | 'undo_ask'
  | 'undo_done'
  | 'undo_over'
  | 'undo_unknown'
  | 'undo_frozen'
  | 'objection_ask'
  | 'objection_done'
  | 'objection_over'

/** The texts of a page: its heading and what stands under it. */
export interface PageText {
  title: string
  paragraphs: readonly string[]
  /** The label of the button, where the page has one. */
  button?: string
  /** Added where a removal of the account was taken back. */
  stays?: string
}

export type TranslatedLanguage = Exclude<Language, 'en'>
