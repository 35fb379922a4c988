/** Digits of a code for a change of the address (contract: The e-mail code). */
export const CODE_LENGTH = 6

/** Longest name of a passkey, in code points. */
export const PASSKEY_NAME_MAX = 64

/** Events of a page of the activity, at most. */
export const ACTIVITY_MAX = 100
