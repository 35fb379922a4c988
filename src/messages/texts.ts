import type { Language } from '../../common/languages.ts'
import type { FailureKey, FieldMessageKey } from '../errors/error-catalogue.ts'

/**
 * What the service says to people in one language. In every text, `{name}` and plurals are filled in by
 * `format`.
 */
export interface Texts {
  mails: MailTexts
  copy: CopyTexts
  pages: Readonly<Record<PageKind, PageText>>
}

/** A language other than English, including the texts of errors. */
export interface Translation extends Texts {
  language: TranslatedLanguage
  errors: ErrorTexts
  /** What a password can be too similar to, as inserted for `{attribute}` in `password_too_similar`. */
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
  | 'invitation_code'
  | 'recovery_announced'
  | 'recovery_stopped'
  | 'recovery_stopped_final'
  | 'recovery_stopped_by_operator'
  | 'address_undone'
  | 'undo_ended'
  | 'undo_ended_by_operator'
  | 'deletion_scheduled'
  | 'deletion_scheduled_left'
  | 'deletion_cancelled'
  | 'own_address_code'
  | NoticeReason

/** Why the owner of an account receives a notice. */
export type NoticeReason =
  | 'new_device'
  | 'password_changed'
  | 'provider_linked'
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
  /** Used if the person has no name that can be shown. */
  greetingWithoutName: string
  footer: string
  /** Stands before the address of a link, for those who cannot use the button. */
  linkFallback: string
  /** A detail in a plain text, such as the time: `{label}` and `{value}`. */
  fact: string
  /** Label of the name with which the person signs in, for people who know their address only. */
  username: string
  mails: Readonly<Record<MailKind, MailText>>
  notice: NoticeTexts
}

/** Common texts of mails about what was done to an account. */
export interface NoticeTexts {
  /** Labels of the known details; a detail without a value is omitted. */
  at: string
  /** Instead of `at`, in mails about something that happens later, or only with a code. */
  requestedAt: string
  device: string
  place: string
  application: string
  /** How the page is called as an application; the page calls itself the same. */
  accountPage: string
  byOperator: string
  /** A device with known browser and operating system. */
  browserOn: string
  /** A place with known country and network; the network is a shortened IP address. */
  placeOf: string
  ifYou: string
  /** What to check, in calm words. */
  ifNot: string
  /** Label of the link to the security screen. */
  link: string
}

/** The texts of one mail. */
export interface MailText {
  subject: string
  /** What the mail is about, below the greeting; previews show it too, so it never contains a code. */
  first: string
  paragraphs: readonly string[]
  /** Label of the link, if it has one of its own. */
  link?: string
}

/** The text that explains a copy of a person's data, line by line. */
export interface CopyTexts {
  title: string
  /** When it was created. */
  made: string
  /** What the file `profile.json` is. */
  profile: string
  /** What the folder `pictures` is. */
  pictures: string
  /** Used if there is no such folder. */
  noPictures: string
  /** What is omitted. */
  secrets: string
}

export type PageKind =
  | 'not_found'
  | 'not_started'
  | 'undo_ask'
  | 'undo_done'
  | 'undo_over'
  | 'undo_unknown'
  | 'undo_frozen'
  | 'objection_ask'
  | 'objection_done'
  | 'objection_over'

/** The texts of a page: its heading and content. */
export interface PageText {
  title: string
  paragraphs: readonly string[]
  /** Label of the button, which acts or leads on. */
  button: string
  /** Added if a removal of the account was canceled. */
  stays?: string
  /** Shown instead if the browser runs no scripts. */
  noScript?: string
}

export type TranslatedLanguage = Exclude<Language, 'en'>
