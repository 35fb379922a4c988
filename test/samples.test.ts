import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { type Person, startService, type TestService } from './support/service.ts'

interface Sample {
  label: string
  source: string
}
interface Document {
  servers: { url: string }[]
  paths: Record<string, Record<string, { 'x-codeSamples': Sample[] }>>
}

let service: TestService
let person: Person
let document: Document
let folder: string
before(async () => {
  service = await startService()
  person = await service.person()
  document = (await (await fetch(`${service.base}/openapi.json`)).json()) as Document
  folder = await mkdtemp(join(tmpdir(), 'user-profile-samples-'))
  await sharp({ create: { width: 300, height: 200, channels: 3, background: '#3a7' } })
    .jpeg()
    .toFile(join(folder, 'photo.jpg'))
})
after(async () => {
  await service.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What a reader does with a sample: puts their own values in the place of the placeholders. */
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

/** How each sample is run: the program, its arguments, and whether it reads the sample as its input. */
const programs: Record<string, (source: string) => { command: string; args: string[]; input: string }> = {
  'Node (request)': (source) => ({
    command: process.execPath,
    args: ['--no-deprecation', '-'],
    input: source,
  }),
  'Node (fetch)': (source) => ({
    command: process.execPath,
    args: ['--input-type=module', '-'],
    input: source,
  }),
  PHP: (source) => ({ command: 'php', args: [], input: source }),
  curl: (source) => ({ command: 'sh', args: ['-c', `${source} --silent`], input: '' }),
}

const needs: Record<string, { probe: [string, string[]]; packages: string }> = {
  PHP: {
    probe: ['php', ['-r', 'exit(function_exists("curl_init") ? 0 : 1);']],
    packages: 'php-cli php-curl',
  },
  curl: { probe: ['curl', ['--version']], packages: 'curl' },
}

/** Why a sample cannot be run here, or `false`. With `CI=true` what is missing fails the test. */
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
    const child = spawn(command, args, { cwd: join(import.meta.dirname, '..') })
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

for (const [name, method, path, isRight] of cases) {
  for (const label of Object.keys(programs)) {
    test(`the ${label} sample of "${name}" works as it is shown`, { skip: cannotRun(label) }, async () => {
      const sample = document.paths[path]?.[method]?.['x-codeSamples'].find((one) => one.label === label)
      assert.ok(sample, `${method} ${path} has no ${label} sample`)
      const source = fillIn(sample.source)
      const { code, output, errors } = await run(label, source)
      assert.equal(code, 0, `${source}\n${errors}`)
      assert.ok(isRight(JSON.parse(output)), `${source}\n${output}${errors}`)
    })
  }
}
