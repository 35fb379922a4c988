/** Maximum length of a password that is hashed, in UTF-16 units: limits the work of one sign-in. */
export const PASSWORD_LENGTH_MAX = 4096
