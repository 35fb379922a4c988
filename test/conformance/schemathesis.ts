/**
 * Runs Schemathesis against the OpenAPI document that a service serves: `schemathesis.ts [--setup embedded|scaled-out]
 * [--seed N] [--examples N]`, on both set-ups unless one is named. Exits with 1 if it finds anything that `hooks.py`
 * does not accept. Installs Python packages, with the versions of `requirements.txt`, into a virtual environment next
 * to `node_modules`.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { provide } from '../../scripts/provide.ts'
import { newClient } from '../support/person.ts'
import { startProcess } from '../support/process.ts'
import { startServers } from '../support/servers.ts'
import { newScaledOut } from '../support/setup.ts'

const here = join(import.meta.dirname, 'schemathesis')
const environment = join(import.meta.dirname, '../../node_modules/.cache/schemathesis')

const { values } = parseArgs({
  options: {
    setup: { type: 'string' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    examples: { type: 'string', default: '100' },
  },
})

/** Creates the virtual environment, and recreates it if the requirements have changed. */
async function install(): Promise<void> {
  const wanted = join(here, 'requirements.txt')
  const installed = join(environment, 'requirements.txt')
  const isCurrent = existsSync(installed) && (await readFile(installed)).equals(await readFile(wanted))
  if (isCurrent) return
  await rm(environment, { recursive: true, force: true })
  run('python3', ['-m', 'venv', environment])
  run(join(environment, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', wanted])
  await copyFile(wanted, installed)
}

function run(command: string, args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} exited with ${status}`)
}

/** Starts a service, signs a person up, and runs all phases and checks. Returns whether there were no findings. */
async function conforms(setup: string): Promise<boolean> {
  const installation = setup === 'scaled-out' ? await newScaledOut() : { settings: {}, async remove() {} }
  const dataDir = await mkdtemp(join(tmpdir(), 'user-profile-schemathesis-'))
  const place = { ...installation.settings, DATA_DIR: dataDir }
  const client = await newClient(place)
  const service = await startProcess(place, {
    LIMIT_SCALE: '1000000',
    PICTURES_PER_DAY: '1000000',
    LOG_LEVEL: 'error',
    SHUTDOWN_DELAY_SECONDS: '0',
  })
  const { origin } = new URL(service.base)
  const args = [
    ...[
      '--config-file',
      join(here, 'schemathesis.toml'),
      'run',
      `${service.base}/openapi.json`,
      '--url',
      origin,
    ],
    ...['--seed', values.seed, '--max-examples', values.examples],
  ]
  try {
    const { status } = spawnSync(join(environment, 'bin/schemathesis'), args, {
      cwd: dataDir,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        PYTHONPATH: here,
        PYTHONDONTWRITEBYTECODE: '1',
        SERVICE_ORIGIN: origin,
        SERVICE_APIKEY: client.apikey,
        SERVICE_USERNAME: client.username,
        SERVICE_PASSWORD: client.password,
      },
    })
    return status === 0 && service.child.exitCode === null
  } finally {
    process.stdout.write(service.output())
    await service.end('SIGTERM')
    await installation.remove()
    await rm(dataDir, { recursive: true, force: true })
  }
}

await install()
const setups = values.setup === undefined ? ['embedded', 'scaled-out'] : [values.setup]
const isScaledOut = setups.includes('scaled-out')
if (isScaledOut && !provide()) process.exit(1)
const servers = isScaledOut ? await startServers() : null
if (servers) Object.assign(process.env, servers.environment)
try {
  for (const setup of setups) {
    process.stdout.write(`\n=== Schemathesis, ${setup}, seed ${values.seed}\n`)
    if (!(await conforms(setup))) process.exitCode = 1
  }
} finally {
  await servers?.stop()
}
