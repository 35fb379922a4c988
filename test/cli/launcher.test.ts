import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmod, copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'

const launcher = join(import.meta.dirname, '../../bin/user-profile')
let root: string

/** A program that stands in for Node.js, and prints its version and what it is asked to run. */
async function placeNode(path: string, version: string): Promise<void> {
  const file = join(root, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(
    file,
    `#!/bin/sh\ncase $1 in\n--version) echo v${version} ;;\n*) echo "${version} runs $@" ;;\nesac\n`,
  )
  await chmod(file, 0o755)
}

function launch() {
  const PATH = `${join(root, 'path')}:${process.env.PATH}`
  const { status, stdout, stderr } = spawnSync(join(root, 'bin/user-profile'), ['serve'], {
    env: { PATH },
    encoding: 'utf8',
  })
  return { status, stdout: stdout.replace(root, ''), stderr }
}

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-launcher-'))
  await mkdir(join(root, 'bin'))
  await copyFile(launcher, join(root, 'bin/user-profile'))
  // A `PATH` without Node.js.
  await mkdir(join(root, 'tools'))
  await symlink('/usr/bin/dirname', join(root, 'tools/dirname'))
  await mkdir(join(root, 'src'))
  await writeFile(join(root, 'src/main.ts'), '')
})
after(() => rm(root, { recursive: true, force: true }))

test('on a machine with only an old Node.js the command says which one it needs', async () => {
  await placeNode('path/node', '20.9.0')
  const stderr = 'user-profile: Node.js 24 or newer is required, but this is v20.9.0\n'
  assert.deepEqual(launch(), { status: 1, stdout: '', stderr })
})

test('on a machine without Node.js the command says so', async () => {
  const { status, stderr } = spawnSync('/bin/sh', [join(root, 'bin/user-profile')], {
    env: { PATH: join(root, 'tools') },
    encoding: 'utf8',
  })
  const expected = 'user-profile: Node.js 24 or newer is required, but this is not installed\n'
  assert.deepEqual({ status, stderr }, { status: 1, stderr: expected })
})

test('the Node.js of the machine runs it if it is new enough', async () => {
  await placeNode('path/node', '24.1.0')
  assert.deepEqual(launch(), {
    status: 0,
    stdout: '24.1.0 runs --min-semi-space-size=4 /src/main.ts serve\n',
    stderr: '',
  })
})

test('the Node.js that was installed with the service takes precedence over that of the machine', async () => {
  await placeNode('path/node', '20.9.0')
  await placeNode('node_modules/.bin/node', '24.2.0')
  assert.deepEqual(launch(), {
    status: 0,
    stdout: '24.2.0 runs --min-semi-space-size=4 /src/main.ts serve\n',
    stderr: '',
  })
})

test('it runs the JavaScript of a release', async () => {
  await rm(join(root, 'src/main.ts'))
  assert.deepEqual(launch(), {
    status: 0,
    stdout: '24.2.0 runs --min-semi-space-size=4 /src/main.js serve\n',
    stderr: '',
  })
})

test('installed as a package it runs on the Node.js that npm installed next to it', async () => {
  const place = join(root, 'node_modules/user-profile')
  await cp(join(root, 'bin'), join(place, 'bin'), { recursive: true })
  const { stdout } = spawnSync(join(place, 'bin/user-profile'), ['serve'], { encoding: 'utf8' })
  assert.equal(stdout, `24.2.0 runs --min-semi-space-size=4 ${place}/src/main.js serve\n`)
})

/** Returns what the started program has in the variable, given those of the launcher. */
async function variableInside(name: string) {
  await placeNode('node_modules/.bin/node', '24.1.0')
  await writeFile(join(root, 'node_modules/.bin/node'), `#!/bin/sh\necho "$${name}"\n`)
  return (env: Record<string, string>) =>
    spawnSync(join(root, 'bin/user-profile'), ['serve'], { env, encoding: 'utf8' }).stdout.trim()
}

test('its threads share memory, and MALLOC_ARENA_MAX can separate them', async () => {
  const run = await variableInside('MALLOC_ARENA_MAX')
  assert.equal(run({}), '2')
  assert.equal(run({ MALLOC_ARENA_MAX: '8' }), '8')
})

test('it gives new objects less room than Node.js does by default, and NODE_OPTIONS can give more', async () => {
  const run = await variableInside('NODE_OPTIONS')
  assert.equal(run({}), '--max-semi-space-size=8')
  const own = '--max-semi-space-size=32'
  assert.equal(run({ NODE_OPTIONS: own }), `--max-semi-space-size=8 ${own}`)
})
