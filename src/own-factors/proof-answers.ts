/** Failures of a call that requires a recent proof. */
export const proofFailures = [
  'validation',
  'act_at_provider',
  'recent_sign_in_required',
  'throttled',
] as const
/** Faults of a submitted proof. */
export const proofFaults = {
  password: ['own_password_wrong'],
  second_factor_code: ['second_factor_code_wrong'],
  passkey: ['passkey_invalid', 'passkey_unknown'],
} as const
