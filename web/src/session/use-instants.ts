import { useMemo } from 'react'
import { createInstants, type Instants } from '../i18n/instants.ts'
import { useLanguage } from '../i18n/language.tsx'
import { chosenZone, useAccount } from './use-account.ts'

/** Formats instants in the language of the page and the person's time zone. */
export function useInstants(): Instants {
  const { code } = useLanguage()
  const zone = chosenZone(useAccount())
  return useMemo(() => createInstants(code, zone), [code, zone])
}
