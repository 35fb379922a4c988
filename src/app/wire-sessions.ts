import { createOwnPasskeysService } from '../own-factors/own-passkeys.service.ts'
import { createOwnSecondFactorService } from '../own-factors/own-second-factor.service.ts'
import { createPasskeyService } from '../passkey/passkey.service.ts'
import { hashingState, setHashingThreads } from '../password/hashing-queue.ts'
import { createPasswordKinds } from '../password/password-kinds.service.ts'
import type { Reading } from '../ports/metrics.ts'
import { createSecondFactorService } from '../second-factor/second-factor.service.ts'
import { createTicketService } from '../second-factor/ticket.service.ts'
import { createAttempts } from '../session/attempts.service.ts'
import { createCodeCheck } from '../session/code-check.service.ts'
import { createForeignSessions } from '../session/foreign-sessions.service.ts'
import { createKeyring } from '../session/keyring.service.ts'
import { createKnownDevices } from '../session/known-devices.service.ts'
import { createOwnSessionsService } from '../session/own-sessions.service.ts'
import { createProofService } from '../session/proof.service.ts'
import { createSessionService } from '../session/session.service.ts'
import { createSessionEnds } from '../session/session-ends.service.ts'
import { createSignInGate } from '../session/sign-in-gate.service.ts'
import { createSignInLimits } from '../session/sign-in-limits.service.ts'
import { createSignInSteps } from '../session/sign-in-steps.service.ts'
import { emailKey } from '../user/email-address.ts'
import { type CoreServices, securityUrlOf } from './core-services.ts'

/** Returns how many passwords are being hashed or are waiting, for the metrics. */
function hashingReadings(): Reading[] {
  const { running, waiting } = hashingState()
  return [
    ['user_profile_password_hashes', running, { state: 'running' }],
    ['user_profile_password_hashes', waiting, { state: 'waiting' }],
  ]
}

/** Wires how people sign in and stay signed in. */
export function wireSessions(core: CoreServices) {
  setHashingThreads(core.config.passwordHashes)
  core.metrics.readGauges(hashingReadings)
  const factors = wireFactors(core)
  const signIn = wireSignIn(core, factors)
  return { ...factors, ...signIn, ...wireProofs(core, { ...factors, ...signIn }) }
}

function wireFactors({ config, db, clock, random, limiter, audit, sealed }: CoreServices) {
  const { secondFactor: policy, passkeyDomain: domain, serviceName } = config
  const attempts = createAttempts({ limiter })
  const factors = createSecondFactorService({
    db,
    clock,
    random,
    audit,
    sealed,
    issuer: serviceName,
    policy,
  })
  return {
    attempts,
    factors,
    tickets: createTicketService({ db, clock, random }),
    passkeys: createPasskeyService({ db, clock, random, limiter, audit, domain, serviceName }),
    codes: createCodeCheck({ attempts, factors }),
  }
}

type Factors = ReturnType<typeof wireFactors>

function wireSignIn(core: CoreServices, { attempts, factors, tickets }: Factors) {
  const { config, db, clock, random, limiter, metrics, audit, sealed, applications, users, notifyOwner } =
    core
  const lifetimes = { idle: config.refreshTokenLifetime, absolute: config.sessionLifetime }
  const sessionEnds = createSessionEnds({ db, clock, audit })
  const keyring = createKeyring({ db, clock, audit, sealed, sessionEnds })
  const passwordKinds = createPasswordKinds({ users, clock })
  const knownDevices = createKnownDevices({ db, clock })
  const signInLimits = createSignInLimits({ db, clock, random, limiter, audit, notifyOwner })
  const sessions = createSessionService({
    db,
    clock,
    random,
    attempts,
    passwordKinds,
    keyring,
    applications,
    users,
    audit,
    knownDevices,
    notifyOwner,
    limits: signInLimits,
    gate: createSignInGate({
      db,
      factors,
      tickets,
      enrollmentUrl: config.page && securityUrlOf(config.page),
    }),
    metrics,
    issuer: config.publicUrl,
    issuers: config.issuers,
    lifetimes,
    refreshReuse: config.refreshReuse,
    emailKey: config.signInByEmail ? emailKey : null,
  })
  const ownSessions = createOwnSessionsService({
    db,
    clock,
    audit,
    lifetimes,
    issuers: config.issuers,
  })
  const foreignSessions = createForeignSessions({ db, clock, audit, lifetimes })
  return {
    sessionEnds,
    keyring,
    passwordKinds,
    knownDevices,
    signInLimits,
    sessions,
    ownSessions,
    foreignSessions,
  }
}

function wireProofs(core: CoreServices, signedIn: Factors & ReturnType<typeof wireSignIn>) {
  const { config, db, clock, metrics, audit, users, notifyOwner } = core
  const { attempts, factors, tickets, passkeys, codes, sessions } = signedIn
  const proofs = createProofService({
    db,
    clock,
    users,
    attempts,
    audit,
    codes,
    passkeys,
    issuers: config.issuers,
    recentTime: config.recentProofTime,
  })
  return {
    proofs,
    signInSteps: createSignInSteps({
      sessions,
      factors,
      tickets,
      codes,
      passkeys,
      users,
      audit,
      notifyOwner,
      metrics,
    }),
    ownSecondFactor: createOwnSecondFactorService({ db, audit, factors, proofs, sessions, notifyOwner }),
    ownPasskeys: createOwnPasskeysService({ db, audit, passkeys, proofs, notifyOwner }),
  }
}
