/** Digits of the code for a change of the address (contract: The e-mail code). */
export const CODE_LENGTH = 6

/** Maximum length of the name of a passkey, in code points. */
export const PASSKEY_NAME_MAX = 64

/** Maximum number of activity events in one response. */
export const ACTIVITY_MAX = 100
