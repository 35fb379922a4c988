import { createOwnPasskeysService } from './account/own-passkeys.service.ts'
import { createOwnSecondFactorService } from './account/own-second-factor.service.ts'
import type { ApplicationService } from './application/application.service.ts'
import type { AuditService } from './audit/audit.service.ts'
import type { Config } from './config.ts'
import { createPasskeyService } from './passkey/passkey.service.ts'
import type { Clock } from './ports/clock.ts'
import type { Database } from './ports/database.ts'
import type { Limiter } from './ports/limiter.ts'
import type { Metrics, Reading } from './ports/metrics.ts'
import type { Random } from './ports/random.ts'
import { emailKey } from './profile/email-address.ts'
import type { SealedSecrets } from './sealed-secrets.ts'
import { createSecondFactorService } from './second-factor/second-factor.service.ts'
import { createTicketService } from './second-factor/ticket.service.ts'
import { createAttempts } from './session/attempts.service.ts'
import { createCodeCheck } from './session/code-check.service.ts'
import { hashingState, setHashingThreads } from './session/hashing-queue.ts'
import { createKeyring } from './session/keyring.service.ts'
import { createKnownDevices } from './session/known-devices.service.ts'
import { createOwnSessionsService } from './session/own-sessions.service.ts'
import { createPasswordKinds } from './session/password-kinds.service.ts'
import { createProofService } from './session/proof.service.ts'
import { createSessionService } from './session/session.service.ts'
import type { TellOwner } from './session/session.ts'
import { createSessionEnds } from './session/session-ends.service.ts'
import { createSignInGate } from './session/sign-in-gate.service.ts'
import { createSignInLimits } from './session/sign-in-limits.service.ts'
import { createSignInSteps } from './session/sign-in-steps.service.ts'
import type { UserService } from './user/user.service.ts'

/** What every feature is wired with. */
export interface Ground {
  config: Config
  db: Database
  clock: Clock
  random: Random
  limiter: Limiter
  metrics: Metrics
  audit: AuditService
  sealed: SealedSecrets
  applications: ApplicationService
  users: UserService
  tellOwner: TellOwner
}

/** Where people see to what protects their account; null: there is no page. */
export const securityUrl = ({ page }: Config): string | null => page && `${page.url}security`

/** Passwords that are hashed and that wait, for the metrics. */
function hashingReadings(): Reading[] {
  const { running, waiting } = hashingState()
  return [
    ['user_profile_password_hashes', running, { state: 'running' }],
    ['user_profile_password_hashes', waiting, { state: 'waiting' }],
  ]
}

/** Wires how people sign in and stay signed in. */
export function wireSessions(ground: Ground) {
  setHashingThreads(ground.config.passwordHashes)
  ground.metrics.readGauges(hashingReadings)
  const factors = wireFactors(ground)
  const signIn = wireSignIn(ground, factors)
  return { ...factors, ...signIn, ...wireProofs(ground, { ...factors, ...signIn }) }
}

function wireFactors({ config, db, clock, random, limiter, audit, sealed }: Ground) {
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

function wireSignIn(ground: Ground, { attempts, factors, tickets }: Factors) {
  const { config, db, clock, random, limiter, metrics, audit, sealed, applications, users, tellOwner } =
    ground
  const lifetimes = { idle: config.refreshTokenLifetime, absolute: config.sessionLifetime }
  const sessionEnds = createSessionEnds({ db, clock, audit })
  const keyring = createKeyring({ db, clock, audit, sealed, sessionEnds })
  const passwordKinds = createPasswordKinds({ users, clock })
  const knownDevices = createKnownDevices({ db, clock })
  const signInLimits = createSignInLimits({ db, clock, random, limiter, audit, tellOwner })
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
    tellOwner,
    limits: signInLimits,
    gate: createSignInGate({ db, factors, tickets, enrollmentUrl: securityUrl(config) }),
    metrics,
    issuer: config.publicUrl,
    lifetimes,
    refreshReuse: config.refreshReuse,
    emailKey: config.signInByEmail ? emailKey : null,
  })
  const ownSessions = createOwnSessionsService({ db, clock, audit, lifetimes })
  return { sessionEnds, keyring, passwordKinds, knownDevices, signInLimits, sessions, ownSessions }
}

function wireProofs(ground: Ground, signedIn: Factors & ReturnType<typeof wireSignIn>) {
  const { config, db, clock, metrics, audit, users, tellOwner } = ground
  const { attempts, factors, tickets, passkeys, codes, sessions } = signedIn
  const proofs = createProofService({
    db,
    clock,
    users,
    attempts,
    audit,
    codes,
    passkeys,
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
      tellOwner,
      metrics,
    }),
    ownSecondFactor: createOwnSecondFactorService({ db, audit, factors, proofs, sessions, tellOwner }),
    ownPasskeys: createOwnPasskeysService({ db, audit, passkeys, proofs, tellOwner }),
  }
}
