import type { PageConfig } from '../config.ts'

/** Returns whether passkeys can be used in this browser at this address. */
export const hasPasskeys = (config: PageConfig): boolean =>
  config.passkeys && globalThis.PublicKeyCredential !== undefined

/** Returns whether the browser can offer passkeys among its autofill suggestions. */
export async function hasAutofill(config: PageConfig): Promise<boolean> {
  if (!hasPasskeys(config)) return false
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false
}
