import type { PageConfig } from '../config.ts'

/** Whether passkeys can be used in this browser at this address. */
export const hasPasskeys = (config: PageConfig): boolean =>
  config.passkeys && globalThis.PublicKeyCredential !== undefined

/** Whether the browser can offer passkeys beside what it fills in. */
export async function hasAutofill(config: PageConfig): Promise<boolean> {
  if (!hasPasskeys(config)) return false
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false
}
