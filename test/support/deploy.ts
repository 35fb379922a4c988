import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { DockerfileParser, type Instruction } from 'dockerfile-ast'
import { CLOSING_TIME } from '../../src/cli/serve/stopping.ts'
import { settings } from '../../src/config/settings.ts'

export const root = join(import.meta.dirname, '../..')
export const read = (path: string) => readFileSync(join(root, path), 'utf8')
export const version = (JSON.parse(read('package.json')) as { version: string }).version

/** Variables that libraries and Node.js read. */
const foreign = /^(AWS_[A-Z0-9_]+|OTEL_[A-Z_]+|NODE_ENV|TMPDIR|MALLOC_ARENA_MAX)$/

/** Fails for a variable that neither the service nor one of its libraries reads. */
export function assertSettings(file: string, names: readonly string[]): void {
  assert.ok(names.length > 0, `${file} sets something`)
  for (const name of names) assert.ok(name in settings || foreign.test(name), `${file} sets ${name}`)
}

/** Returns the maximum duration of a shutdown with these settings, in seconds. */
export function shutdownSeconds(env: Record<string, string | undefined>): number {
  const seconds = (name: 'SHUTDOWN_DELAY_SECONDS' | 'SHUTDOWN_GRACE_SECONDS') =>
    Number(env[name] ?? settings[name].default)
  return seconds('SHUTDOWN_DELAY_SECONDS') + seconds('SHUTDOWN_GRACE_SECONDS') + CLOSING_TIME / 1000
}

/** Runs a program in the checkout and returns its standard output; fails for an exit code other than 0. */
export function run(command: string, args: string[], cwd = root): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${error ?? stdout + stderr}`)
  return stdout
}

export const dockerfile = DockerfileParser.parse(read('Dockerfile'))
const instructions = dockerfile.getInstructions()
/** The Dockerfile instructions of the final image. */
export const lastStage = instructions.slice(
  instructions.map((candidate) => candidate.getKeyword()).lastIndexOf('FROM'),
)
/** Returns the last instruction with that name. */
export function instruction(keyword: string): Instruction {
  const found = lastStage.findLast((candidate) => candidate.getKeyword() === keyword)
  assert.ok(found, `the Dockerfile has ${keyword}`)
  return found
}
export const imageEnv = parseEnv((instruction('ENV').getArgumentsContent() ?? '').replaceAll(' ', '\n'))
