import type { Texts } from '../texts.ts'

/** English. The texts of errors are in `errors.ts`. */
const english: Texts = {
  mails: {
    greeting: 'Hi {name},',
    greetingWithoutName: 'Hello,',
    footer: '{service} sent you this email because of activity on an account.',
    linkFallback: "If the button doesn't work, copy this link into your browser:",
    fact: '{label}: {value}',
    username: 'Username',
    mails: {
      new_address_code: {
        subject: 'Your {service} confirmation code',
        first: 'Enter this code to make {address} the email address of your {service} account.',
        paragraphs: [
          "This code works once and expires in {minutes, plural, one {# minute} other {# minutes}}. Don't share it with anyone.",
          "If you didn't request this code, you can ignore this email. Nothing changes without the code.",
        ],
      },
      current_address_code: {
        subject: 'Confirm the new email address of your {service} account',
        first: 'Enter this code to change the email address of your {service} account to {address}.',
        paragraphs: [
          "This code works once and expires in {minutes, plural, one {# minute} other {# minutes}}. Don't share it with anyone.",
          "If you didn't request this code, someone else is signed in to your account: change your password. Without the code, your email address stays the same.",
        ],
      },
      address_taken: {
        subject: 'Someone entered your email address at {service}',
        first: 'Someone tried to use this email address for another {service} account.',
        paragraphs: [
          "The address still belongs to your account, and we didn't send anyone a code.",
          "If this was you, you already have an account with this address. If it wasn't, you don't need to do anything.",
        ],
      },
      address_changed: {
        subject: 'Your {service} email address was changed',
        first: 'The email address of your {service} account was changed to {address}.',
        paragraphs: [
          "If this was you, you don't need to do anything.",
          "If it wasn't, undo the change by {until}. Your account gets this address back, everyone is signed out, and you choose a new password.",
        ],
        link: 'Undo the change',
      },
      password_reset_code: {
        subject: 'Your {service} password reset code',
        first: 'Enter this code to choose a new password for your {service} account.',
        paragraphs: [
          "This code works once and expires in {minutes, plural, one {# minute} other {# minutes}}. Don't share it with anyone.",
          "If you didn't request this code, you can ignore this email. Your password stays the same.",
        ],
      },
      password_reset_code_left: {
        subject: 'Your {service} password reset code',
        first: 'Enter this code to choose a new password for your {service} account.',
        paragraphs: [
          "This code works once and expires in {minutes, plural, one {# minute} other {# minutes}}. Don't share it with anyone.",
          'The address of this account changed less than 72 hours ago, so the new password takes effect {hours, plural, one {# hour} other {# hours}} after you choose it. Until then, anyone who knows the current password can stop it.',
          "If you didn't request this code, you can ignore this email. Your password stays the same.",
        ],
      },
      invitation_code: {
        subject: 'Choose a password for {service}',
        first: 'An account was created for you at {service}. Enter this code to choose a password.',
        paragraphs: [
          "This code works once and expires in {hours, plural, one {# hour} other {# hours}}. Don't share it with anyone.",
          "If you don't expect an account, you can ignore this email.",
        ],
      },
      recovery_announced: {
        subject: 'Your {service} password is about to change',
        first: 'A new password was chosen for your {service} account. It takes effect on {until}.',
        paragraphs: [
          'It was chosen with a code sent to {address}. Until then, your current password works.',
          "If this was you, you don't need to do anything.",
          "If it wasn't, sign in with your current password and stop the new one.",
        ],
        link: 'Stop the new password',
      },
      recovery_stopped: {
        subject: 'The new password for your {service} account was stopped',
        first: "The new password chosen for your {service} account won't take effect.",
        paragraphs: [
          'Someone who knows the current password stopped it.',
          "If this wasn't you, undo the change of address with the link in our email about it, or contact the people who run this service.",
        ],
      },
      recovery_stopped_final: {
        subject: 'The new password for your {service} account was stopped',
        first: "The new password chosen for your {service} account won't take effect.",
        paragraphs: [
          'Someone who knows the current password stopped it.',
          "If this wasn't you, contact the people who run this service.",
        ],
      },
      recovery_stopped_by_operator: {
        subject: 'The new password for your {service} account was stopped',
        first: "The new password chosen for your {service} account won't take effect.",
        paragraphs: ["If you didn't ask for this, contact the people who run this service."],
      },
      address_undone: {
        subject: 'Your {service} email address was changed back',
        first: 'The change of the email address of your {service} account to this one was undone.',
        paragraphs: [
          'The account uses {address} again, and everyone was signed out.',
          "If this was you, you don't need to do anything.",
          "If it wasn't, object by {until}. After that, no one can change the address, reset the password by email or delete the account until someone proves with the previous password that the account is theirs.",
        ],
        link: 'Object',
      },
      undo_ended: {
        subject: 'Your {service} account no longer uses this email address',
        first: 'Your {service} account now uses {address}, and this can no longer be undone.',
        paragraphs: [
          'Someone who knows the password of the account ended the time in which the change could be undone.',
          "If this wasn't you, contact the people who run this service.",
        ],
      },
      undo_ended_by_operator: {
        subject: 'Your {service} account no longer uses this email address',
        first: 'Your {service} account now uses {address}, and this can no longer be undone.',
        paragraphs: ["If you didn't ask for this, contact the people who run this service."],
      },
      password_changed: {
        subject: 'Your {service} password was changed',
        first: 'The password of your {service} account was changed.',
        paragraphs: [
          "If this was you, you don't need to do anything.",
          "If it wasn't, someone else has access to your account. Choose a new password now, and make sure no one else can read this mailbox.",
        ],
        link: 'Choose a new password',
      },
      deletion_scheduled: {
        subject: 'Your {service} account will be deleted',
        first: 'Your {service} account will be deleted on {until}.',
        paragraphs: [
          "Everything stored about you is deleted with it and can't be recovered.",
          'If you change your mind, sign in before then and keep your account.',
          "If this wasn't you, sign in now, keep your account and change your password.",
        ],
        link: 'Keep my account',
      },
      deletion_scheduled_left: {
        subject: 'Your {service} account will be deleted',
        first: 'Your {service} account will be deleted on {until}.',
        paragraphs: [
          "The address of this account changed less than 72 hours ago, so we're sending this to your previous address too.",
          "If this wasn't you, use the link in our email about that change. It gives the account this address back and cancels the deletion.",
        ],
      },
      deletion_cancelled: {
        subject: "Your {service} account won't be deleted",
        first: 'The deletion of your {service} account was canceled.',
        paragraphs: ['Everything stays as it was.', "If this wasn't you, change your password."],
      },
      own_address_code: {
        subject: 'Your {service} confirmation code',
        first: 'Enter this code to verify the email address {address} for your {service} account.',
        paragraphs: [
          "This code works once and expires in {minutes, plural, one {# minute} other {# minutes}}. Don't share it with anyone.",
          "If you didn't request this code, you can ignore this email. Nothing changes without the code.",
        ],
      },
      new_device: {
        subject: 'New sign-in to your {service} account',
        first: 'Someone signed in to your {service} account on a new device.',
        paragraphs: [],
      },
      provider_linked: {
        subject: 'A sign-in through another service was linked to your {service} account',
        first:
          'A sign-in through another service was linked to your {service} account, because it has your email address.',
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
        subject: 'Two-step verification is on for your {service} account',
        first: 'Two-step verification was turned on for your {service} account.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'Two-step verification is off for your {service} account',
        first:
          'Two-step verification was turned off for your {service} account. Your password alone is enough to sign in.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'New recovery codes for your {service} account',
        first: 'New recovery codes were created for your {service} account.',
        paragraphs: ['The previous ones no longer work.'],
      },
      refresh_token_reused: {
        subject: 'You were signed out of {service} on one device',
        first: 'To keep your {service} account safe, we signed it out on one device.',
        paragraphs: [
          'Its session key was used twice. This happens when an app is restored from a backup, but also when someone else has a copy of the key.',
          'Sign in again on that device if you need to. Your other devices stay signed in.',
        ],
      },
      account_unlocked: {
        subject: 'You can sign in to {service} again',
        first: 'You can sign in to your {service} account again.',
        paragraphs: ["Sign-in was paused after many wrong passwords. Your password hasn't changed."],
      },
      sign_in_locked: {
        subject: 'Many wrong passwords for your {service} account',
        first:
          'Someone entered many wrong passwords for your {service} account, so sign-ins from new places are paused for up to an hour.',
        paragraphs: [
          "None of the passwords was correct, and nothing in your account has changed. You don't need to do anything.",
          "You can still sign in wherever you've signed in during the last 30 days, and in browsers you've used before. Elsewhere, choose a new password or wait until the hour is over.",
        ],
        link: 'Choose a new password',
      },
    },
    notice: {
      at: 'When',
      requestedAt: 'Requested',
      device: 'Device',
      place: 'Where',
      application: 'App',
      accountPage: 'Your account page',
      byOperator: 'This was done by the people who run {service}.',
      browserOn: '{browser} on {os}',
      placeOf: '{country} ({network})',
      ifYou: "If this was you, you don't need to do anything.",
      ifNot:
        "If it wasn't, check where you're signed in, sign out anything you don't recognize, and change your password.",
      link: 'Open security settings',
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
    not_found: {
      title: "This page doesn't exist",
      paragraphs: ['Check the address, or go back to your account.'],
      button: 'Go to your account',
    },
    not_started: {
      title: "The page couldn't load",
      paragraphs: ['Check your connection and reload the page.'],
      button: 'Reload page',
      noScript: 'Turn on JavaScript in your browser to use this page.',
    },
    undo_ask: {
      title: 'Undo the change of your email address?',
      paragraphs: [
        "The account gets the address {address} back. Everyone signed in to it is signed out, and you'll choose a new password.",
      ],
      button: 'Undo the change',
    },
    undo_done: {
      title: 'The change was undone',
      paragraphs: [
        'The account uses {address} again, and everyone was signed out.',
        "Choose a new password before you sign in. We'll send the code for it to this address.",
      ],
      button: 'Choose a new password',
      stays: 'The account was about to be deleted. We canceled that, so it stays.',
    },
    undo_over: {
      title: 'This link was already used or has expired',
      paragraphs: [
        'A change can be undone once, within 72 hours. If someone else is using your account, contact the people who run this service.',
      ],
      button: 'Go to your account',
    },
    undo_unknown: {
      title: "We don't recognize this link",
      paragraphs: ['Check that you copied the whole link, or open it from the email again.'],
      button: 'Go to your account',
    },
    undo_frozen: {
      title: 'The account is frozen',
      paragraphs: [
        "Someone objected to a change from an address of this account. Until that's settled, nothing can be undone.",
        'Sign in with the previous password, or contact the people who run this service.',
      ],
      button: 'Sign in',
    },
    objection_ask: {
      title: 'Object to this change?',
      paragraphs: [
        'If you object, no one can change the address of the account, reset its password by email or delete it.',
        "This lasts until someone signs in with the previous password or the people who run this service decide. It doesn't give the account back to your address.",
      ],
      button: 'Object',
    },
    objection_done: {
      title: 'The account is frozen',
      paragraphs: [
        "Its address stays the same, its password can't be reset by email, and it can't be deleted.",
        'If the account is yours, sign in with your password, or contact the people who run this service.',
      ],
      button: 'Sign in',
    },
    objection_over: {
      title: 'This link was already used or has expired',
      paragraphs: [
        'You can object once, within 72 hours. If someone else is using your account, contact the people who run this service.',
      ],
      button: 'Go to your account',
    },
  },
}

export default english
