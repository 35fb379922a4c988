import type { Issuer, IssuerAct } from '../config/issuer-settings.ts'
import { Refusal } from '../errors/errors.ts'
import type { SignedIn } from './session.ts'

/** What sessions need to know about a provider. */
export type SessionProvider = Pick<Issuer, 'id' | 'name' | 'acts'>

/** Returns what people call the provider of a session; `''` for none. One that is no longer listed has its id. */
export const providerName = (issuers: readonly SessionProvider[], id: string | null): string =>
  id === null ? '' : (issuers.find((one) => one.id === id)?.name ?? id)

/**
 * Refuses what a person who signed in at a provider may not do here: it would outlast what the provider decides about
 * them, or take the account away from it. Only what the entry of `ISSUERS` lists is allowed.
 * @throws {Refusal} `act_at_provider`
 */
export function requireAct(
  issuers: readonly SessionProvider[],
  { provider, user }: Pick<SignedIn, 'provider' | 'user'>,
  act: IssuerAct,
): void {
  if (provider === null || issuers.find(({ id }) => id === provider)?.acts.includes(act)) return
  throw atProvider(issuers, provider, user.id)
}

/** Returns the refusal of something that is done at the provider. */
export const atProvider = (issuers: readonly SessionProvider[], provider: string, userId: string): Refusal =>
  new Refusal('act_at_provider', { params: { provider: providerName(issuers, provider) }, about: { userId } })
