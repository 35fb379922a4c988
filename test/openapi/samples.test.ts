import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { folderFixture } from '../support/fixture.ts'
import { serviceFixture } from '../support/service.ts'

interface Sample {
  label: string
  source: string
}
interface Document {
  servers: { url: string }[]
  paths: Record<string, Record<string, { 'x-codeSamples': Sample[] }>>
}

const service = await serviceFixture()
const person = await service.person()
const document = (await (await fetch(`${service.base}/openapi.json`)).json()) as Document
const folder = await folderFixture('user-profile-samples-')
await sharp({ create: { width: 300, height: 200, channels: 3, background: '#3a7' } })
  .jpeg()
  .toFile(join(folder, 'photo.jpg'))

/** Replaces the placeholders of a sample with real values, as a reader does. */
function fillIn(source: string): string {
  const values: Record<string, string> = {
    apikey: service.apiKey,
    'access-token': person.access,
    username: person.username,
    password: person.password,
    email: person.email,
    'image path': join(folder, 'photo.jpg'),
    'cropped_image path': join(folder, 'photo.jpg'),
  }
  const server = document.servers[0]?.url ?? ''
  return source
    .replaceAll(server, service.origin)
    .replaceAll(/<([\w -]+)>/g, (whole, name) => values[name] ?? whole)
}

/** Prints what a sample logs as JSON, so that it can be compared. */
const LOG_AS_JSON = 'data:text/javascript,console.log=(value)=>process.stdout.write(JSON.stringify(value))'
const PYTHON_TO_JSON = 'import ast, json, sys; print(json.dumps(ast.literal_eval(sys.stdin.read())))'

/** How to run each sample: the program, its arguments, and whether it reads the sample from standard input. */
const programs: Record<string, (source: string) => { command: string; args: string[]; input: string }> = {
  'Node (fetch)': (source) => ({
    command: process.execPath,
    args: ['--import', LOG_AS_JSON, '--input-type=module', '-'],
    input: source,
  }),
  Python: (source) => ({
    command: 'bash',
    args: ['-o', 'pipefail', '-c', `${PYTHON} - | ${PYTHON} -c '${PYTHON_TO_JSON}'`],
    input: source,
  }),
  PHP: (source) => ({ command: 'php', args: [], input: source }),
  curl: (source) => ({ command: 'sh', args: ['-c', `${source} --silent`], input: '' }),
  'Node (request)': (source) => ({
    command: process.execPath,
    args: ['--no-deprecation', '-'],
    input: source,
  }),
}

/** Debian's own, which has Debian's packages. */
const PYTHON = '/usr/bin/python3'

const needs: Record<string, { probe: [string, string[]]; packages: string }> = {
  Python: { probe: [PYTHON, ['-c', 'import requests']], packages: 'python3-requests' },
  PHP: {
    probe: ['php', ['-r', 'exit(function_exists("curl_init") ? 0 : 1);']],
    packages: 'php-cli php-curl',
  },
  curl: { probe: ['curl', ['--version']], packages: 'curl' },
}

/** Why a sample cannot be run here, or `false`. With `CI=true` a missing program fails the test. */
function cannotRun(label: string): string | false {
  const need = needs[label]
  if (!need || process.env.CI === 'true' || spawnSync(...need.probe).status === 0) return false
  return `missing: apt-get install --yes --no-install-recommends ${need.packages}`
}

function run(
  label: string,
  source: string,
): Promise<{ code: number | null; output: string; errors: string }> {
  const { command, args, input } = programs[label]?.(source) ?? assert.fail(`no program for ${label}`)
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: join(import.meta.dirname, '../..') })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.on('error', reject).on('close', (code) => resolve({ code, output, errors }))
    child.stdin.on('error', () => {}).end(input)
  })
}

const cases: [string, string, string, (answer: Record<string, unknown>) => boolean][] = [
  ['sign in', 'post', '/api/v1/user/login/', (answer) => typeof answer.access === 'string'],
  ['get profile', 'get', '/api/v1/user/get/profile/', isDone],
  ['update profile', 'post', '/api/v1/user/update/profile/', isDone],
  ['get local info', 'get', '/api/v1/get/local-info/', isDone],
  ['upload picture', 'post', '/api/v1/user/profile-image/', isDone],
  ['upload picture at the other address', 'post', '/api/v1/user/profile/profile-image/', isDone],
]

function isDone(answer: Record<string, unknown>): boolean {
  return answer.status_code === 200
}

const sampleOf = (label: string, method: string, path: string): string =>
  document.paths[path]?.[method]?.['x-codeSamples'].find((one) => one.label === label)?.source ??
  assert.fail(`${method} ${path} has no ${label} sample`)

for (const label of Object.keys(programs)) {
  test(`the ${label} sample fails with the response if the request is refused`, {
    skip: cannotRun(label),
  }, async () => {
    const source = fillIn(sampleOf(label, 'post', '/api/v1/user/login/').replace('<password>', 'wrong'))
    const { code, output, errors } = await run(label, source)
    assert.notEqual(code, 0)
    assert.match(output + errors, /credentials are invalid/)
  })
}

for (const [name, method, path, isRight] of cases) {
  for (const label of Object.keys(programs)) {
    test(`the ${label} sample of "${name}" works as shown`, { skip: cannotRun(label) }, async () => {
      const source = fillIn(sampleOf(label, method, path))
      const { code, output, errors } = await run(label, source)
      assert.equal(code, 0, `${source}\n${errors}`)
      assert.ok(isRight(JSON.parse(output)), `${source}\n${output}${errors}`)
    })
  }
}
