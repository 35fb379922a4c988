import type { Texts } from '../texts.ts'

/** English. The texts of the errors are in `errors.ts`. */
const english: Texts = {
  mails: {
    greeting: 'Hello {name},',
    greetingWithoutName: 'Hello,',
    footer: '{service} sent this mail because of something that was done with an account there.',
    mails: {
      new_address_code: {
        subject: 'Your {service} confirmation code',
        first: '{code} is your {service} confirmation code.',
        paragraphs: [
          'Enter it where you asked for it, to make {address} the e-mail address of your account.',
          'The code works once, for {minutes, plural, one {# minute} other {# minutes}}. Give it to nobody.',
          'If you did not ask for it, you need not do anything: without the code nothing changes.',
        ],
      },
      current_address_code: {
        subject: 'Your {service} confirmation code',
        first: '{code} is your {service} confirmation code.',
        paragraphs: [
          'Enter it where you asked for it, to change the e-mail address of your account from this one to {address}.',
          'The code works once, for {minutes, plural, one {# minute} other {# minutes}}. Give it to nobody.',
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
          'The code works once, for {minutes, plural, one {# minute} other {# minutes}}. Give it to nobody.',
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
    },
  },
  pages: {
    undo_ask: {
      title: 'Undo the change of your e-mail address?',
      paragraphs: [
        'The account goes back to the address {address}. Everybody who is signed in to it is signed out, and a new password has to be chosen.',
      ],
      button: 'Undo the change',
    },
    undo_done: {
      title: 'The change is undone',
      paragraphs: [
        'The account has the address {address} again, and everybody is signed out.',
        'Choose a new password before you sign in: ask for it with “forgot password”. The code comes to this address.',
      ],
    },
    undo_over: {
      title: 'This link has been used or is too old',
      paragraphs: [
        'A change can be undone once, within 72 hours. If somebody else uses your account, ask those who run the service for help.',
      ],
    },
    undo_unknown: {
      title: 'This link is not known',
      paragraphs: ['Look whether the address was copied whole, or open it from the mail again.'],
    },
  },
}

export default english
