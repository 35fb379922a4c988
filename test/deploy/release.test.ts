import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { extract, list } from 'tar'
import { startProcess } from '../support/process.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
let folder: string
let file: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-release-'))
  const { stdout } = await run(process.execPath, ['scripts/pack.ts'], { cwd: root })
  file = join(root, stdout.trim().split('\n').at(-1) ?? '')
})
after(() => rm(folder, { recursive: true, force: true }))

test('a release has the built page and no TypeScript, tests or sources of the page', async () => {
  const names: string[] = []
  await list({ file, onReadEntry: ({ path }) => void names.push(path.replace(/^package\//, '')) })
  for (const wanted of ['web/dist/index.html', 'src/main.js', 'npm-shrinkwrap.json', 'LICENSE'])
    assert.ok(names.includes(wanted), wanted)
  assert.deepEqual(
    names.filter((name) => /\.tsx?$|^test\/|^web\/src\//.test(name)),
    [],
  )
})

test('the command of a release runs', async () => {
  await extract({ file, cwd: folder })
  const release = join(folder, 'package')
  await symlink(join(root, 'node_modules'), join(release, 'node_modules'))
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), DATABASE_URL: '' }
  const command = (...args: string[]) => run(join(release, 'bin/user-profile'), args, { env })
  assert.match((await command('--version')).stdout, /^\d+\.\d+\.\d+\n$/)
  const { stdout } = await command('migrate', '--json')
  assert.ok((JSON.parse(stdout) as { executed: string[] }).executed.includes('001-first'))
})

test('the server of a release answers like that of the sources', async () => {
  const answers = async (place: string, home: string) => {
    const service = await startProcess(
      join(folder, place),
      { PUBLIC_URL: 'http://release.example' },
      undefined,
      home,
    )
    try {
      const { origin } = new URL(service.base)
      const texts = async (path: string, language: string) => {
        const answer = await fetch(origin + path, { headers: { 'accept-language': language } })
        return [answer.status, (await answer.text()).replaceAll(/[\da-f-]{36}/g, 'id')]
      }
      return [
        await texts('/api/v1/openapi.json', 'en'),
        ...(await Promise.all(
          ['ja', 'hi', 'ar', 'fr'].map((language) => texts('/api/v1/get/local-info/', language)),
        )),
        ...(await Promise.all(['/', '/docs', '/docs/errors', '/nothing'].map((path) => texts(path, 'de')))),
      ]
    } finally {
      await service.end('SIGTERM')
    }
  }
  const [released, ofSources] = await Promise.all([
    answers('of-release', join(folder, 'package')),
    answers('of-sources', root),
  ])
  for (const [index, answer] of released.entries()) assert.deepEqual(answer, ofSources[index])
})
