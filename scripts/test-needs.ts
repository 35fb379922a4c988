import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** What a test file needs besides Node.js, judging by the file and its imports below `test/`. */
export interface Needs {
  /** Whether it tests only rules: it starts no process and opens no adapter, so it takes about a second. */
  rulesAlone: boolean
  /** Whether it needs PostgreSQL, Redis and an S3 store even on the embedded set-up. */
  servers: boolean
  /**
   * Whether it runs on both set-ups: it uses the service, creates no set-up itself, and drives no browser, because the
   * page behaves the same on both.
   */
  bothSetups: boolean
  /** Whether it runs the command line. */
  program: boolean
  /** Whether it drives a browser, which takes more than a core. */
  browser: boolean
}

const root = join(import.meta.dirname, '..')

const STARTS_PROCESSES =
  /'(\.\.?\/)+(support\/(browser|cli|deploy|places|process|servers|service|setup)|src\/adapters\/.*)\.ts'|'sharp'|'node:(child_process|http|net)'|FUZZ_|\b(spawn|exec)\w*\(/
const USES_SERVERS = /newScaledOut|newDatabase|createS3Objects|'TEST_[A-Z]|env\.TEST_[A-Z]/
const USES_SERVICE = /from '\.\.?\/support\/(service|cli|process)\.ts'|newInstallation/
const MAKES_SETUP = /newScaledOut|embeddedSettings/

/** Returns the sources of the file and of its imports below `test/`; paths are relative to the root. */
function textsOf(file: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file)) return seen
  const text = readFileSync(join(root, file), 'utf8')
  seen.set(file, text)
  for (const [, path = ''] of text.matchAll(/(?:from|import) '(\.[^']+)'/g)) {
    const target = relative(root, join(root, dirname(file), path))
    if (target.startsWith('test/') && existsSync(join(root, target))) textsOf(target, seen)
  }
  return seen
}

/** Returns what the test file needs; its path is relative to the root. */
export function needsOf(file: string): Needs {
  const texts = textsOf(file)
  const text = texts.get(file) ?? ''
  const all = [...texts.values()]
  const browser = texts.has('test/support/browser.ts')
  return {
    browser,
    program: texts.has('test/support/program.ts'),
    rulesAlone: !all.some((one) => STARTS_PROCESSES.test(one)),
    servers:
      USES_SERVERS.test(text) || ['places', 'servers'].some((name) => texts.has(`test/support/${name}.ts`)),
    bothSetups: USES_SERVICE.test(text) && !MAKES_SETUP.test(text) && !browser,
  }
}
