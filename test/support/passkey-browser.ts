import type { CDPSession, Page } from 'playwright-core'

/**
 * A virtual authenticator of Chromium (WebAuthn Level 3, 11.2): it stores discoverable passkeys and verifies its user.
 */
export interface VirtualAuthenticator {
  /** Whether its user approves requests. */
  agree(isWilling: boolean): Promise<void>
  /** How many passkeys it stores. */
  count(): Promise<number>
}

export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const cdp: CDPSession = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    async agree(isWilling) {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: isWilling })
    },
    count: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  }
}

/**
 * Stops the browser from offering passkeys by itself, because Chromium's virtual authenticator accepts any offer at
 * once. It lasts until the page is reloaded.
 */
export const withoutOffers = (page: Page): Promise<void> =>
  page.evaluate('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
