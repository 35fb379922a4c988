import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Output } from '../../src/cli/output.ts'
import { type ImportOptions, importPeople } from '../../src/cli/user/import.ts'
import type { Report } from '../../src/cli/user/import-report.ts'
import { readConfig } from '../../src/config/config.ts'
import { type TestService, testOperator } from './service.ts'

const none: ImportOptions = {
  strict: false,
  skipExisting: false,
  update: false,
  updatePasswords: false,
  clearEmpty: false,
  trustVerified: false,
}

/** Runs `user import` on a service of a test. Returns the exit code and the JSON report. */
export async function importText(
  { services, place }: Pick<TestService, 'services' | 'place'>,
  text: string,
  options: Partial<ImportOptions> = {},
): Promise<{ code: number; report: Report }> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-import-'))
  try {
    const file = join(folder, 'people')
    await writeFile(file, text)
    const documents: unknown[] = []
    const out: Output = {
      isJson: true,
      result: async (document) => void documents.push(document),
      write: async () => {},
      note() {},
    }
    const context = { services, out, actor: testOperator, config: readConfig(place) }
    const code = await importPeople(context, { ...none, ...options }, file)
    return { code, report: documents[0] as Report }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
