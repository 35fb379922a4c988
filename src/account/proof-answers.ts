/** What a call that needs a recent proof can answer. */
export const proofFailures = ['validation', 'recent_sign_in_required', 'throttled'] as const
/** The faults of what is given as a proof. */
export const proofFaults = {
  password: ['own_password_wrong'],
  second_factor_code: ['second_factor_code_wrong'],
  passkey: ['passkey_invalid', 'passkey_unknown'],
} as const
