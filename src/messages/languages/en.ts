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
          'Enter it where you asked for it, to make {address} the email address of your account.',
          'The code works once, for {minutes, plural, one {# minute} other {# minutes}}. Give it to nobody.',
          'If you did not ask for it, you need not do anything: without the code nothing changes.',
        ],
      },
      current_address_code: {
        subject: 'Your {service} confirmation code',
        first: '{code} is your {service} confirmation code.',
        paragraphs: [
          'Enter it where you asked for it, to change the email address of your account from this one to {address}.',
          'The code works once, for {minutes, plural, one {# minute} other {# minutes}}. Give it to nobody.',
          'If you did not ask for it, somebody else is signed in to your account: change your password. Without the code the address stays as it is.',
        ],
      },
      address_taken: {
        subject: 'Your email address was entered at {service}',
        first: 'Somebody asked {service} to use this email address for another account.',
        paragraphs: [
          'The address belongs to your account and stays there; no code was sent to anyone.',
          'If it was you: you have an account with this address already. If it was not, you need not do anything.',
        ],
      },
      address_changed: {
        subject: 'The email address of your {service} account was changed',
        first: 'The email address of your {service} account was changed to {address}.',
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
      password_reset_code_left: {
        subject: 'Your {service} password code',
        first: '{code} is your {service} code for a new password.',
        paragraphs: [
          'Enter it where you asked for it, to choose a new password. The code works once, for {minutes, plural, one {# minute} other {# minutes}}. Give it to nobody.',
          'The address of this account is less than 72 hours old. So the new password takes effect {hours, plural, one {# hour} other {# hours}} after you choose it, and until then whoever has the present password can stop it.',
          'If you did not ask for it, you need not do anything: your password stays as it is.',
        ],
      },
      recovery_announced: {
        subject: 'A new password for your {service} account',
        first: 'A new password was chosen for your {service} account. It takes effect on {until}.',
        paragraphs: [
          'It was chosen with a code that was mailed to {address}. Until then your present password works.',
          'If it was you, you need not do anything.',
          'If it was not, sign in and stop it: your present password is needed for that.',
        ],
        link: 'Stop the new password',
      },
      recovery_stopped: {
        subject: 'The new password of your {service} account was stopped',
        first: 'The new password that was chosen for your {service} account does not take effect.',
        paragraphs: [
          'Somebody who has the present password stopped it.',
          'If it was not you, undo the change of the address with the link in the mail about it, or ask those who run the service for help.',
        ],
      },
      address_undone: {
        subject: 'The email address of your {service} account was put back',
        first: 'The change of the email address of your {service} account to this address was undone.',
        paragraphs: [
          'The account has the address {address} again, and everybody was signed out.',
          'If it was you, you need not do anything.',
          'If it was not, object until {until}. From then on nobody can change the address, recover the password by mail or delete the account, until somebody proves with the password of before that the account is theirs.',
        ],
        link: 'Object',
      },
      undo_ended: {
        subject: 'Your {service} account has left this email address',
        first: 'Your {service} account has the address {address}, and this can no longer be undone.',
        paragraphs: [
          'Somebody who has the password of the account ended the time in which it could be undone.',
          'If it was not you, ask those who run the service for help.',
        ],
      },
      password_changed: {
        subject: 'The password of your {service} account was changed',
        first: 'The password of your {service} account was changed.',
        paragraphs: [
          'If it was you, you need not do anything.',
          'If it was not, somebody else has access to your account: choose a new password with “Forgot your password?”, and see to the safety of this mailbox.',
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
      deletion_scheduled_left: {
        subject: 'Your {service} account will be deleted',
        first: 'Your {service} account will be deleted on {until}.',
        paragraphs: [
          'The address of this account was changed less than 72 hours ago, so this mail goes to the address before that as well.',
          'If it was not you, use the link in the mail about that change: it gives the account its old address back and cancels the deletion.',
        ],
      },
      deletion_cancelled: {
        subject: 'Your {service} account stays',
        first: 'Your {service} account will not be deleted.',
        paragraphs: ['Everything is as it was.', 'If it was not you, choose a new password.'],
      },
      own_address_code: {
        subject: 'Your {service} confirmation code',
        first: '{code} is your {service} confirmation code.',
        paragraphs: [
          'Enter it where you asked for it, to confirm that {address} is your email address.',
          'The code works once, for {minutes, plural, one {# minute} other {# minutes}}. Give it to nobody.',
          'If you did not ask for it, you need not do anything: without the code nothing changes.',
        ],
      },
      new_device: {
        subject: 'New device in your {service} account',
        first: 'Somebody signed in to your {service} account on a device that we did not know.',
        paragraphs: [],
      },
      passkey_added: {
        subject: 'A passkey was added to your {service} account',
        first: 'A passkey was added to your {service} account.',
        paragraphs: [],
      },
      passkey_removed: {
        subject: 'A passkey was removed from your {service} account',
        first: 'A passkey was removed from your {service} account.',
        paragraphs: [],
      },
      second_factor_added: {
        subject: 'A second factor was added to your {service} account',
        first: 'Signing in to your {service} account now asks for a second factor too.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'The second factor of your {service} account was removed',
        first: 'Signing in to your {service} account does not ask for a second factor any more.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'Your {service} account has new recovery codes',
        first: 'New recovery codes were made for your {service} account.',
        paragraphs: ['The former ones do not work any more.'],
      },
      refresh_token_reused: {
        subject: 'You were signed out of {service} on one device',
        first: 'A sign-in to your {service} account was ended as a precaution.',
        paragraphs: [
          'Its key was used a second time. That happens when an app is restored from a backup, and when somebody else has a copy of the key.',
          'Sign in there again if you need it. Your other devices stay signed in.',
        ],
      },
      account_unlocked: {
        subject: 'You can sign in to {service} again',
        first: 'Signing in to your {service} account is possible again.',
        paragraphs: ['It was paused after many wrong passwords. Your password is as it was.'],
      },
      sign_in_locked: {
        subject: 'Many wrong passwords for your {service} account',
        first:
          'Many wrong passwords were entered for your {service} account, so sign-ins from new places are refused for up to an hour.',
        paragraphs: [
          'None of these passwords was right, and your account is as it was. You need not do anything.',
          'You can still sign in as always from where you signed in during the last 30 days, and in browsers in which you have signed in before. Elsewhere, choose a new password with “Forgot your password?”, or wait until the hour is over.',
        ],
      },
    },
    notice: {
      at: 'When: {at}',
      device: 'Device: {device}',
      application: 'Application: {application}',
      network: 'Network: {network}',
      byOperator: 'Those who run {service} did this.',
      browserOn: '{browser} on {os}',
      ifYou: 'If it was you, you need not do anything.',
      ifNot:
        'If it was not, see where you are signed in, sign out what you do not know, and choose another password.',
      link: 'Open the security settings',
    },
  },
  copy: {
    title: 'Your data at {service}',
    made: 'This copy was made on {at}.',
    profile:
      'profile.json: everything stored about you: your profile, where you are signed in, what happened with your account, and the applications you use. It is a text file that programs can read.',
    pictures: 'pictures: your picture, whole and as it is shown.',
    noPictures: 'You have no picture, so there is none here.',
    secrets: 'Passwords and codes are not in it: they are stored in a form that nobody can read.',
  },
  pages: {
    undo_ask: {
      title: 'Undo the change of your email address?',
      paragraphs: [
        'The account goes back to the address {address}. Everybody who is signed in to it is signed out, and a new password has to be chosen.',
      ],
      button: 'Undo the change',
    },
    undo_done: {
      title: 'The change is undone',
      paragraphs: [
        'The account has the address {address} again, and everybody is signed out.',
        'Choose a new password before you sign in: ask for it with “Forgot your password?”. The code comes to this address.',
      ],
      stays: 'The account was to be deleted. That is cancelled: it stays.',
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
    undo_frozen: {
      title: 'The account is frozen',
      paragraphs: [
        'An address of this account has objected to a change. Until that is settled, nothing can be undone.',
        'Sign in with the password of before, or ask those who run the service for help.',
      ],
    },
    objection_ask: {
      title: 'Object to this change?',
      paragraphs: [
        'If you object, nobody can change the address of the account, recover its password by mail or delete it.',
        'This lasts until somebody signs in with the password of before, or those who run the service decide. It does not give the account back to your address.',
      ],
      button: 'Object',
    },
    objection_done: {
      title: 'The account is frozen',
      paragraphs: [
        'Its address stays as it is, its password cannot be recovered by mail, and it cannot be deleted.',
        'If the account is yours, sign in with your password, or ask those who run the service for help.',
      ],
    },
    objection_over: {
      title: 'This link has been used or is too old',
      paragraphs: [
        'You can object once, within 72 hours. If somebody else uses your account, ask those who run the service for help.',
      ],
    },
  },
}

export default english
