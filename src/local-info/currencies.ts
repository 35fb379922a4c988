import cldr from 'cldr-core/supplemental/currencyData.json' with { type: 'json' }
import { lazy } from '../lazy.ts'

interface Use {
  _to?: string
  _tender?: string
}

/**
 * The currencies that are legal tender somewhere today and that the runtime knows (ISO 4217): those with a use in CLDR's
 * regional data that has no end and is not marked as no tender. So old currencies, funds and metals are left out.
 */
export const currencies = lazy<readonly string[]>(read)

function read(): string[] {
  const regions = cldr.supplemental.currencyData.region as unknown as Record<string, Record<string, Use>[]>
  const current = new Set<string>()
  for (const uses of Object.values(regions)) {
    for (const [code, use] of uses.flatMap((entry) => Object.entries(entry))) {
      if (use._to === undefined && use._tender !== 'false') current.add(code)
    }
  }
  return Intl.supportedValuesOf('currency').filter((code) => current.has(code))
}
