import { createContext, use } from 'react'
import type { Api } from './api/client.ts'
import type { PageConfig } from './config.ts'
import type { Account } from './session/account.ts'
import type { Proof } from './session/proof.ts'
import type { Session } from './session/session.ts'

/** The objects that every screen uses. */
export interface AppParts {
  config: PageConfig
  session: Session
  proof: Proof
  api: Api
  account: Account
}

export const AppContext = createContext<AppParts | null>(null)

export function useApp(): AppParts {
  const parts = use(AppContext)
  if (parts === null) throw new Error('outside of AppContext')
  return parts
}
