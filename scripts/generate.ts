import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { openServices } from '../src/app.ts'
import { buildApp } from '../src/app-http.ts'
import { readConfig } from '../src/config.ts'
import { documentText } from '../src/http/openapi.ts'
import { clientTypes } from './generate-client-types.ts'
import { errorsPage, metricsPage, settingsPage } from './generate-tables.ts'

/** Makes every generated file anew. What they hold depends on the sources alone, never on the machine. */
async function generate(): Promise<void> {
  const docs = new URL('../docs/', import.meta.url)
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

/** The document as a service with default settings serves it, in lines, so that changes can be read. */
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
