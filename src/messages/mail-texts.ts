import { nearestLanguage } from './language.ts'

/** The texts of one mail. `{name}` is filled; a paragraph with a value that is missing is left out. */
export interface MailText {
  subject: string
  /** The first line, which previews show; in mails with a code it holds the code, as one-time-code autofill expects. */
  first: string
  paragraphs: readonly string[]
  /** The label of the link, where the mail has one. */
  link?: string
}

/** The mails that the service sends. */
export type MailKind =
  | 'new_address_code'
  | 'current_address_code'
  | 'address_taken'
  | 'address_changed'
  | 'password_reset_code'
  | 'password_changed'
  | 'deletion_scheduled'
  | 'deletion_cancelled'

export interface MailTexts {
  greeting: string
  /** Where the person has no name that can be shown. */
  greetingWithoutName: string
  footer: string
  mails: Readonly<Record<MailKind, MailText>>
}

const english: MailTexts = {
  greeting: 'Hello {name},',
  greetingWithoutName: 'Hello,',
  footer: '{service} sent this mail because of something that was done with an account there.',
  mails: {
    new_address_code: {
      subject: 'Your {service} confirmation code',
      first: '{code} is your {service} confirmation code.',
      paragraphs: [
        'Enter it where you asked for it, to make {address} the e-mail address of your account.',
        'The code works once, for {minutes} minutes. Give it to nobody.',
        'If you did not ask for it, you need not do anything: without the code nothing changes.',
      ],
    },
    current_address_code: {
      subject: 'Your {service} confirmation code',
      first: '{code} is your {service} confirmation code.',
      paragraphs: [
        'Enter it where you asked for it, to change the e-mail address of your account from this one to {address}.',
        'The code works once, for {minutes} minutes. Give it to nobody.',
        'If you did not ask for it, somebody else is signed in to your account: change your password. Without the code the address stays as it is.',
      ],
    },
    address_taken: {
      subject: 'Your e-mail address was entered at {service}',
      first: 'Somebody asked {service} to use this e-mail address for another account.',
      paragraphs: [
        'The address belongs to your account and stays there; no code was sent to anyone.',
        'If it was you: you have an account with this address already. If it was not, you need not do anything.',
      ],
    },
    address_changed: {
      subject: 'The e-mail address of your {service} account was changed',
      first: 'The e-mail address of your {service} account was changed to {address}.',
      paragraphs: [
        'If it was you, you need not do anything.',
        'If it was not, undo the change until {until}. The account goes back to this address, everybody is signed out, and a new password is asked for.',
      ],
      link: 'Undo the change',
    },
    password_reset_code: {
      subject: 'Your {service} password code',
      first: '{code} is your {service} code for a new password.',
      paragraphs: [
        'Enter it where you asked for it, to choose a new password.',
        'The code works once, for {minutes} minutes. Give it to nobody.',
        'If you did not ask for it, you need not do anything: your password stays as it is.',
      ],
    },
    password_changed: {
      subject: 'The password of your {service} account was changed',
      first: 'The password of your {service} account was changed.',
      paragraphs: [
        'If it was you, you need not do anything.',
        'If it was not, somebody else has access to your account: choose a new password with “forgot password”, and see to the safety of this mailbox.',
      ],
    },
    deletion_scheduled: {
      subject: 'Your {service} account will be deleted',
      first: 'Your {service} account will be deleted on {until}.',
      paragraphs: [
        'Everything stored about you goes with it and cannot be brought back.',
        'If you change your mind, sign in before then and choose to keep your account.',
        'If it was not you, sign in now, keep your account and choose a new password.',
      ],
      link: 'Keep my account',
    },
    deletion_cancelled: {
      subject: 'Your {service} account stays',
      first: 'Your {service} account will not be deleted.',
      paragraphs: ['Everything is as it was.', 'If it was not you, choose a new password.'],
    },
  },
}

/** The mails' texts by language (BCP 47). */
const mailTexts: Readonly<Record<string, MailTexts>> = { en: english }

/** The texts nearest to the wanted language, and the language that they are in. */
export function mailTextsFor(wanted: string): { language: string; texts: MailTexts } {
  const language = nearestLanguage(mailTexts, wanted)
  return { language, texts: mailTexts[language] ?? english }
}
