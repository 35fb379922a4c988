import type { CDPSession, Page } from 'playwright-core'

/** A virtual authenticator of Chromium (WebAuthn Level 3, 11.2): it keeps discoverable passkeys and checks its person. */
export interface VirtualAuthenticator {
  /** Whether its person lets it do what is asked. */
  agree(isWilling: boolean): Promise<void>
  /** How many passkeys it keeps. */
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
 * Makes the browser one that offers no passkeys by itself: Chromium's virtual authenticator takes what is offered at once.
 * It holds until the page is loaded anew.
 */
export const withoutOffers = (page: Page): Promise<void> =>
  page.evaluate('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
