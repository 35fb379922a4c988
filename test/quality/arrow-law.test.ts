import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { forbidden } from '../../scripts/arrow-law-rules.ts'

/** An import that breaks each rule of the arrow law: from, to. */
const broken: Record<string, [from: string, to: string]> = {
  'no-cycles': ['src/user/circle.ts', './circle-end.ts'],
  resolvable: ['src/user/lost.ts', './nowhere.ts'],
  'store-is-private': ['src/session/session.service.ts', '../user/user.store.ts'],
  'routes-are-last': ['src/session/other.ts', './session.routes.ts'],
  'routes-do-not-skip-the-service': ['src/session/session.routes.ts', './session.store.ts'],
  'store-knows-rows-only': ['src/user/user.store.ts', '../ports/clock.ts'],
  'store-keeps-to-kysely': ['src/session/session.store.ts', 'node:fs'],
  'service-does-not-know-messages': ['src/user/user.service.ts', '../http/body/body.ts'],
  'messages-give-types-alone': ['src/picture/picture.service.ts', './picture.schema.ts'],
  'messages-stay-in-their-room': ['src/picture/face.ts', '../user/user.schema.ts'],
  'rules-are-pure': ['src/user/user.ts', './user.service.ts'],
  'schema-knows-rules': ['src/session/session.schema.ts', '../http/server.ts'],
  'common-is-for-both': ['common/languages.ts', '../src/basics/text.ts'],
  'page-stands-apart': ['web/src/session/fields.ts', '../../../src/errors/errors.ts'],
  'service-stands-apart': ['src/page/screen.ts', '../../web/src/config.ts'],
  'page-is-put-together-in-app': ['web/src/ui/frame.tsx', '../screens/profile/hero.tsx'],
  'screens-stand-apart': ['web/src/screens/profile/face.tsx', '../picture/crop.ts'],
  'ui-stays-below-screens': ['web/src/ui/proof.tsx', '../second-factor/passkeys.ts'],
  'page-ground-stands-low': ['web/src/session/ending.ts', '../ui/notice.tsx'],
  'adapters-know-ports': ['src/adapters/database/sqlite.ts', '../../config/config.ts'],
  'adapters-are-chosen-in-app': ['src/account/rows.service.ts', '../adapters/database/sqlite.ts'],
  'commands-use-files-alone': ['src/cli/backup/backup.ts', '../../adapters/database/sqlite.ts'],
  'migrations-stand-alone': ['migrations/001.ts', '../src/basics/hash.ts'],
  'cli-is-last': ['src/app/app.ts', '../cli/serve/serve.ts'],
  'app-is-used-by-cli': ['src/openapi/document.ts', '../app/app.ts'],
  'http-stays-below-routes': ['src/http/page.ts', '../user/user.service.ts'],
  'http-does-not-know-the-document': ['src/http/server.ts', '../openapi/openapi.ts'],
  'ground-errors': ['src/errors/errors.ts', '../basics/text.ts'],
  'ground-basics': ['src/basics/text.ts', '../user/user.ts'],
  'ground-messages': ['src/messages/texts.ts', '../ports/log.ts'],
  'ground-ports-and-tables': ['src/ports/random.ts', '../protocol/etag.ts'],
  'ground-protocol': ['src/protocol/envelope.ts', '../http/server.ts'],
  'ground-config': ['src/config/config.ts', '../user/user.ts'],
  'fastify-in-http': ['src/cli/listen.ts', 'fastify'],
  'sharp-in-picture': ['src/user/face.ts', 'sharp'],
  'pictures-in-workers': ['src/picture/frame.service.ts', './picture-pipeline.ts'],
  'one-picture-library': ['src/picture/picture-frame.ts', 'sharp'],
  'drivers-in-adapters': ['src/user/rows.ts', 'node:sqlite'],
  'feature-order-feed': ['src/feed/later.ts', '../audit/audit.ts'],
  'feature-order-webhook': ['src/webhook/later.ts', '../email-change/email-change.ts'],
  'feature-order-secrets': ['src/secrets/later.ts', '../audit/audit.ts'],
  'feature-order-audit': ['src/audit/later.ts', '../application/application.ts'],
  'feature-order-application': ['src/application/application.service.ts', '../user/user.ts'],
  'feature-order-user': ['src/user/later.ts', '../session/session.ts'],
  'feature-order-outbox': ['src/outbox/later.ts', '../one-time-code/code.ts'],
  'feature-order-mail': ['src/mail/later.ts', '../one-time-code/code.ts'],
  'feature-order-notice': ['src/notice/later.ts', '../one-time-code/code.ts'],
  'feature-order-one-time-code': ['src/one-time-code/later.ts', '../profile/profile.ts'],
  'feature-order-session': ['src/session/later.ts', '../outbox/outbox.ts'],
  'feature-order-second-factor': ['src/second-factor/later.ts', '../session/session.ts'],
  'feature-order-passkey': ['src/passkey/later.ts', '../second-factor/totp.ts'],
  'feature-order-local-info': ['src/local-info/later.ts', '../session/session.ts'],
  'feature-order-attribute': ['src/attribute/later.ts', '../session/session.ts'],
  'feature-order-profile': ['src/profile/later.ts', '../picture/picture.ts'],
  'feature-order-picture': ['src/picture/later.ts', '../profile/profile.ts'],
  'feature-order-password': ['src/password/later.ts', '../passkey/passkey.ts'],
  'feature-order-password-change': ['src/password-change/later.ts', '../own-factors/own-second-factor.ts'],
  'feature-order-own-factors': ['src/own-factors/later.ts', '../account/account.ts'],
  'feature-order-account': ['src/account/later.ts', '../page/page.ts'],
  'feature-order-people': ['src/people/later.ts', '../page/page.ts'],
  'feature-order-provider': ['src/provider/later.ts', '../page/page.ts'],
  'feature-order-own-data': ['src/own-data/later.ts', '../account/account.ts'],
  'feature-order-email-change': ['src/email-change/later.ts', '../account/account.ts'],
}

let folder: string

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(folder, dirname(path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

function check(): { status: number | null; output: string } {
  const script = join(import.meta.dirname, '../../scripts/arrow-law.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arrow-law-'))
  await put('tsconfig.json', '{ "compilerOptions": { "module": "nodenext" } }')
  await put('src/main.ts', "import type { A } from './ports/clock.ts'\nexport type B = A\n")
  await put('src/ports/clock.ts', 'export type A = 1\n')
  await put('common/list.ts', 'export const list = []\n')
  await put('migrations/index.ts', 'export const migrations = {}\n')
  await put('web/src/main.tsx', 'export const page = <main />\n')
})

after(() => rm(folder, { recursive: true, force: true }))

test('the arrow law passes if every arrow points down', () => {
  const { status, output } = check()
  assert.equal(status, 0, output)
  assert.match(output, /arrow law: 5 modules, 1 imports, 0 violations/)
})

test('every rule of the arrow law catches an import that breaks it, even of only a type', async () => {
  assert.deepEqual(Object.keys(broken).sort(), forbidden.map((rule) => rule.name).sort())
  for (const name of ['fastify', 'sharp']) {
    await put(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    )
    await put(`node_modules/${name}/index.js`, '')
  }
  await put('package.json', JSON.stringify({ dependencies: { fastify: '1.0.0', sharp: '1.0.0' } }))
  await put('src/user/circle-end.ts', "import type { A } from './circle.ts'\nexport type B = A\n")
  for (const [rule, [from, to]] of Object.entries(broken)) {
    // Rules that allow a type import are broken by a value import.
    const what = ['messages-give-types-alone', 'one-picture-library', 'pictures-in-workers'].includes(rule)
      ? 'A'
      : 'type A'
    await put(from, `import { ${what} } from '${to}'\nexport type B = A\n`)
    const target = join(dirname(from), to)
    const isOwn = to.startsWith('.') && !/nowhere|circle/.test(to)
    if (isOwn && !Object.values(broken).some(([other]) => other === target))
      await put(target, 'export type A = 1\n')
  }
  const { status, output } = check()
  assert.equal(status, 1)
  for (const [rule, [from]] of Object.entries(broken))
    assert.match(output, new RegExp(`^${rule}: ${from.replace('circle', 'circle(-end)?')} → `, 'm'), output)
})
