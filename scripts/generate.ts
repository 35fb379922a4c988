import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { openServices } from '../src/app/app.ts'
import { buildApp } from '../src/app/http-app.ts'
import { readConfig } from '../src/config/config.ts'
import { countries } from '../src/local-info/countries.ts'
import { currencyOf } from '../src/local-info/currencies.ts'
import { documentText } from '../src/openapi/openapi.ts'
import { clientTypes } from './generate-client-types.ts'
import { networkCode } from './generate-network.ts'
import { errorsPage, metricsPage, settingsPage } from './generate-tables.ts'

/** Regenerates every generated file. Their content depends only on the sources and the Node.js of the lock file. */
async function generate(): Promise<void> {
  const docs = new URL('../docs/', import.meta.url)
  const zones = new URL('../src/local-info/zone-countries.generated.json', import.meta.url)
  await writeFile(zones, `${JSON.stringify(countriesByZone(), null, 1)}\n`)
  const currencies = new URL('../web/src/screens/profile/foreign-currencies.generated.json', import.meta.url)
  await writeFile(currencies, `${JSON.stringify(foreignCurrencies(), null, 1)}\n`)
  await writeFile(
    new URL('../src/picture/picture-network.generated.ts', import.meta.url),
    await networkCode(),
  )
  const { text, base } = await generateOpenApi()
  await writeFile(new URL('openapi.json', docs), text)
  await writeFile(
    new URL('../web/src/api/schema.generated.ts', import.meta.url),
    await clientTypes(text, base),
  )
  await writeFile(new URL('errors.md', docs), errorsPage())
  await writeFile(new URL('settings.md', docs), settingsPage())
  await writeFile(new URL('metrics.md', docs), metricsPage())
}

/** Returns the countries of each time zone, separated by spaces, as in the data of Node.js. */
function countriesByZone(): Record<string, string> {
  const places = new Map<string, string[]>()
  for (const { code } of countries()) {
    for (const zone of new Intl.Locale(`und-${code}`).getTimeZones() ?? [])
      places.set(zone, [...(places.get(zone) ?? []), code])
  }
  const sorted = [...places].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([zone, codes]) => [zone, codes.join(' ')]))
}

/**
 * Returns the countries of each currency, separated by spaces, but for those whose code begins that of their currency,
 * as DK does with DKK.
 */
function foreignCurrencies(): Record<string, string> {
  const places = new Map<string, string[]>()
  for (const { code } of countries()) {
    const currency = currencyOf(code)
    if (currency !== null && !currency.startsWith(code))
      places.set(currency, [...(places.get(currency) ?? []), code])
  }
  return Object.fromEntries([...places].map(([currency, codes]) => [currency, codes.join(' ')]))
}

/** The document that a service with default settings serves, on separate lines, so that changes are readable. */
async function generateOpenApi(): Promise<{ text: string; base: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-generate-'))
  try {
    const services = await openServices(readConfig({ DATA_DIR: folder }))
    const app = await buildApp(services, pino({ level: 'silent' }))
    await app.ready()
    const text = documentText(app, 2)
    await app.close()
    await services.close()
    return { text, base: services.config.apiBase }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await generate()
