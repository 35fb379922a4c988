import assert from 'node:assert/strict'
import { execFile as execFileWithCallback, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parseEnv, promisify } from 'node:util'
import type { JSONInstruction } from 'dockerfile-ast'
import { validate as lintDockerfile } from 'dockerfile-utils'
import { parse } from 'yaml'
import { exitCodes } from '../../src/cli/command-error.ts'
import { settings } from '../../src/config/settings.ts'
import {
  assertSettings,
  dockerfile,
  imageEnv,
  instruction,
  lastStage,
  read,
  root,
  run,
  shutdownSeconds,
  version,
} from '../support/deploy.ts'
import { startService, type TestService } from '../support/service.ts'

const execFile = promisify(execFileWithCallback)

function assertTagged(image: string): void {
  assert.match(image, /:(v?\d[\w.-]*|bookworm-slim)(@sha256:[0-9a-f]{64})?$/, `${image} has a version`)
}

let service: TestService
let folder: string
before(async () => {
  service = await startService()
  folder = mkdtempSync(join(tmpdir(), 'user-profile-deploy-'))
})
after(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

// The image

const healthCheck = JSON.parse(
  /CMD (\[.*\])$/s.exec(instruction('HEALTHCHECK').getArgumentsContent() ?? '')?.[1] ?? '[]',
) as string[]

test('the Dockerfile passes its linter', () => {
  assert.deepEqual(lintDockerfile(read('Dockerfile')), [])
})

test('the image runs as a numeric user that is not root', () => {
  const [user = '', group = ''] = (instruction('USER').getArgumentsContent() ?? '').split(':')
  assert.match(user, /^[1-9]\d*$/)
  assert.match(group, /^[1-9]\d*$/)
})

test('signals reach the service in the image: it starts without a shell, and SIGTERM stops it', () => {
  for (const keyword of ['ENTRYPOINT', 'CMD'])
    assert.ok((instruction(keyword) as JSONInstruction).getOpeningBracket(), `${keyword} is a list`)
  assert.equal(instruction('STOPSIGNAL').getArgumentsContent(), 'SIGTERM')
})

test('the image sets only known settings, and its base images have a version', () => {
  assertSettings('Dockerfile', Object.keys(imageEnv))
  for (const from of dockerfile.getFROMs()) assertTagged(from.getImage() ?? '')
})

test('the health check of the image distinguishes a service that responds from one that does not', async () => {
  const [command, ...args] = healthCheck
  assert.equal(command, 'node')
  const exitCode = (port: string) =>
    execFile(process.execPath, args, { env: { PORT: port } }).then(
      () => 0,
      (error: { code: number }) => error.code,
    )
  assert.equal(await exitCode(new URL(service.origin).port), 0)
  assert.equal(await exitCode('1'), 1)
})

test('the image copies everything that the service needs to start, sign in and stop', () => {
  const place = join(folder, 'app')
  mkdirSync(join(place, 'scripts'), { recursive: true })
  cpSync(join(root, 'scripts/smoke.ts'), join(place, 'scripts/smoke.ts'))
  const copied = lastStage.flatMap((candidate) => /\/app\/(\S+) \/app/.exec(candidate.toString())?.[1] ?? [])
  for (const part of copied) {
    if (part === 'node_modules') symlinkSync(join(root, part), join(place, part))
    else cpSync(join(root, part), join(place, part), { recursive: true })
  }
  run(process.execPath, ['scripts/smoke.ts', process.execPath], place)
})

test('the build context includes everything that the build copies', () => {
  const allowed = read('.dockerignore').split('\n')
  const fromHere = dockerfile.getCOPYs().filter((copy) => !copy.toString().includes('--from='))
  for (const copy of fromHere)
    for (const source of copy.getArguments().slice(0, -1))
      assert.ok(allowed.includes(`!${source.getValue()}`), `${source.getValue()} is not ignored`)
})

// Compose

interface ComposeService {
  image: string
  build?: object
  environment?: Record<string, string>
  user?: string
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  healthcheck?: object
  stop_grace_period?: string
  restart?: string
  depends_on?: Record<string, { condition: string }>
}
const compose = parse(read('deploy/compose.yaml'), { merge: true }) as {
  services: Record<string, ComposeService>
}

test('docker-compose accepts the compose file with the example settings', () => {
  const env = read('deploy/compose.env.example').replaceAll(/=$/gm, '=0123456789abcdef')
  writeFileSync(join(folder, 'compose.env'), env)
  const args = ['--env-file', join(folder, 'compose.env'), '-f', 'deploy/compose.yaml', 'config']
  const { services } = parse(run('docker-compose', args)) as typeof compose
  assert.deepEqual(Object.keys(services).toSorted(), Object.keys(compose.services).toSorted())
})

test('without its settings the compose file does not start, and the example contains no secret', () => {
  const { status, stderr } = spawnSync('docker-compose', ['-f', 'deploy/compose.yaml', 'config'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  assert.notEqual(status, 0)
  assert.match(stderr, /is not set/)
  const example = parseEnv(read('deploy/compose.env.example'))
  for (const [name, value] of Object.entries(example))
    if (/PASSWORD|SECRET/.test(name)) assert.equal(value, '', name)
})

test('every service of the compose file is read-only, without capabilities, with a version and a health check', () => {
  for (const [name, part] of Object.entries(compose.services)) {
    assert.equal(part.read_only, true, name)
    assert.deepEqual(part.cap_drop, ['ALL'], name)
    assert.deepEqual(part.security_opt, ['no-new-privileges:true'], name)
    assertTagged(part.image)
    // The image that is built here gets it from the Dockerfile.
    assert.ok(part.healthcheck ?? part.build, `${name} has a health check`)
    for (const { condition } of Object.values(part.depends_on ?? {}))
      assert.equal(condition, 'service_healthy', name)
  }
})

test('compose sets only known settings, and gives the service enough time to stop', () => {
  const { environment = {}, stop_grace_period: stop = '', image } = compose.services['user-profile']!
  assertSettings('compose.yaml', Object.keys(environment))
  assert.ok(shutdownSeconds(environment) < Number(/^(\d+)s$/.exec(stop)?.[1]), stop)
  assert.equal(image, `user-profile:${version}`)
})

test('compose and the documented docker command restart a failed service', () => {
  for (const [name, { restart }] of Object.entries(compose.services))
    assert.equal(restart, 'unless-stopped', name)
  assert.match(read('docs/deploying.md'), /docker run [^\n]*--restart unless-stopped/)
})

test('the proxy of the compose file allows a picture and its crop', () => {
  const megabytes = Number(/max_size (\d+)MB/.exec(read('deploy/Caddyfile'))?.[1])
  assert.ok(megabytes * 1e6 > 2 * Number(settings.PICTURE_MAX_BYTES.default))
})

// systemd

const unit = read('deploy/systemd/user-profile.service')
const unitValue = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? ''

test('systemd accepts the unit, and rates it as well confined', () => {
  const file = join(folder, 'user-profile.service')
  writeFileSync(file, unit.replaceAll('/opt/user-profile/bin', join(root, 'bin')))
  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' })
  // Mere warnings, such as an ignored value, leave the exit code at 0.
  assert.doesNotMatch(verified.stdout + verified.stderr, /user-profile\.service/)
  assert.equal(verified.status, 0)
  run('systemd-analyze', ['security', '--offline=true', '--threshold=20', '--no-pager', file])
})

test('the unit sets only known settings, and gives the service enough time to stop', () => {
  // Commented out settings are for many machines.
  const example = read('deploy/systemd/user-profile.env.example').replaceAll(/^#(?=[A-Z])/gm, '')
  const env = parseEnv(example)
  assertSettings('user-profile.env.example', Object.keys(env))
  assertSettings('the unit', Object.keys(parseEnv(unitValue('Environment').replaceAll(' ', '\n'))))
  assert.ok(shutdownSeconds(env) < Number(unitValue('TimeoutStopSec')))
  assert.match(unit, new RegExp(`DATA_DIR=/var/lib/${unitValue('StateDirectory')} `))
})

test('systemd restarts a failed service, unless a setting is invalid', () => {
  assert.equal(unitValue('Restart'), 'on-failure')
  assert.equal(Number(unitValue('RestartPreventExitStatus')), exitCodes.usage)
  assert.notEqual(exitCodes.failed, exitCodes.usage)
  assert.equal(unitValue('StartLimitIntervalSec'), '0')
})
