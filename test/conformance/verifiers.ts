/**
 * Runs the samples of docs/recipes/verify-access-tokens.md that `npm test` does not run, and verifiers that look up the
 * keys by themselves: Python, Go, go-oidc, Spring Security and PHP, each with good, foreign, expired and forged tokens of a
 * service that runs here. Exits with 1 if one of them takes a token it must not, or refuses a good one. Installs packages from
 * PyPI, the Go proxy and Maven Central into `node_modules/.cache/verifiers`. A language whose tools are missing is named and
 * left out; PHP needs Composer, or php-jwt's `src` folder in `PHP_JWT`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt, decodeProtectedHeader, type JWK, SignJWT } from 'jose'
import { forgeTokens } from '../support/forged-tokens.ts'
import { sampleOf } from '../support/recipe.ts'
import { startService } from '../support/service.ts'

const here = join(import.meta.dirname, 'verifiers')
const cache = join(import.meta.dirname, '../../node_modules/.cache/verifiers')
const RECIPE = 'verify-access-tokens.md'

interface Case {
  name: string
  authorization: string
  /** The id of the person, or null for a refusal. */
  person: string | null
}

/** What only a verifier that knows the sessions can refuse, and what the samples take on purpose. */
const ALLOWED = new Set([
  "of another person, with one's own session",
  "of one's own, with another person's session",
  'that ends in ten years',
  'that has ended',
  'for several audiences',
  'without a kid',
  'of another application',
])

const service = await startService({}, { isIdle: true })
const application = await service.application('web')
const sampleValues = {
  'https://id.example.com': service.origin,
  '<id of your application>': application.id,
}

async function makeCases(): Promise<Case[]> {
  const person = await service.person({ apiKey: application.apiKey })
  const victim = await service.person()
  const { keyring } = service.services
  const { privateKey } = await keyring.signing()
  const forged = await forgeTokens({
    access: person.access,
    victim: { id: victim.id, sessionId: String(decodeJwt(victim.access).sid) },
    keys: (await keyring.jwks()).keys as JWK[],
    signingKey: privateKey,
    keySetUrl: `${service.origin}/nothing`,
  })
  const { alg = '', ...header } = decodeProtectedHeader(person.access)
  const claims = decodeJwt(person.access)
  const expired = await new SignJWT({ ...claims, exp: (claims.iat ?? 0) - 60 })
    .setProtectedHeader({ alg, ...header })
    .sign(privateKey)
  const refused = { 'for another application': victim.access, 'that expired': expired, ...forged }
  return [
    { name: 'a good one', authorization: `Bearer ${person.access}`, person: person.id },
    { name: 'nothing', authorization: '', person: null },
    { name: 'no token', authorization: 'Bearer x', person: null },
    { name: 'a refresh token', authorization: `Bearer ${person.refresh}`, person: null },
    ...Object.entries(refused)
      .filter(([name]) => !ALLOWED.has(name))
      .map(([name, token]) => ({ name, authorization: `Bearer ${token}`, person: null })),
  ]
}

/** A command whose output is returned; the service answers meanwhile. */
async function run(folder: string, command: string, args: string[], env = {}): Promise<string> {
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${status}`)
  return Buffer.concat(parts).toString()
}

const isThere = (command: string, ...args: string[]) => spawnSync(command, args).status === 0

interface Verifier {
  /** What is missing here, or null. */
  missing: string | null
  /** What it takes although it is not what was issued. */
  takes?: string
  /** Prints a list of ids of people and nulls as JSON, one for each case of `cases.json`. */
  verify(folder: string): Promise<string>
}

const verifiers: Record<string, Verifier> = {
  'Python: PyJWT': {
    missing: isThere('python3', '-m', 'venv', '--help') ? null : 'Python 3 with venv',
    async verify(folder) {
      await writeFile(join(folder, 'sample.py'), sampleOf(RECIPE, 'python', sampleValues))
      await copyFile(join(here, 'verify.py'), join(folder, 'verify.py'))
      if (!isThere('env/bin/python', '-c', 'import jwt')) await run(folder, 'python3', ['-m', 'venv', 'env'])
      await run(folder, 'env/bin/pip', [
        'install',
        '--quiet',
        '--disable-pip-version-check',
        'pyjwt[crypto]==2.15.0',
      ])
      return run(folder, 'env/bin/python', ['verify.py'])
    },
  },
  'Go: golang-jwt and keyfunc': go('sample.go', async (folder) => {
    await writeFile(join(folder, 'sample.go'), sampleOf(RECIPE, 'go', sampleValues))
  }),
  'Go: go-oidc': go('discovery.go'),
  'Java: Spring Security': {
    missing: isThere('mvn', '--version') ? null : 'Java and Maven',
    async verify(folder) {
      for (const name of ['pom.xml', 'Verify.java']) await copyFile(join(here, name), join(folder, name))
      await run(folder, 'mvn', ['-q', 'dependency:build-classpath', '-Dmdep.outputFile=classpath'])
      const classes = await readFile(join(folder, 'classpath'), 'utf8')
      return run(folder, 'java', ['-cp', classes, 'Verify.java', service.origin, application.id])
    },
  },
  'PHP: php-jwt': {
    missing:
      isThere('php', '--version') && (process.env.PHP_JWT !== undefined || isThere('composer', '--version'))
        ? null
        : "PHP, and Composer or php-jwt's src folder in PHP_JWT",
    // Its decoder drops the rest: the signature is the same (RFC 4648, 3.5).
    takes: 'with a character too much',
    async verify(folder) {
      const sample = sampleOf(RECIPE, 'php', sampleValues)
      await writeFile(join(folder, 'sample.php'), `<?php\nrequire __DIR__ . '/autoload.php';\n${sample}`)
      for (const name of ['verify.php', 'autoload.php']) await copyFile(join(here, name), join(folder, name))
      if (process.env.PHP_JWT === undefined)
        await run(folder, 'composer', ['require', '--quiet', 'firebase/php-jwt:^7'])
      return run(folder, 'php', ['verify.php'])
    },
  },
}

/** A program in Go: the file of the verifier, and what feeds it. */
function go(
  file: string,
  prepare = async (folder: string) => copyFile(join(here, file), join(folder, file)),
): Verifier {
  const program = ['go.mod', 'go.sum', 'main.go']
  return {
    missing: isThere('go', 'version') ? null : 'Go',
    async verify(folder) {
      for (const name of program) await copyFile(join(here, 'go', name), join(folder, name))
      await prepare(folder)
      return run(folder, 'go', ['run', '.'], { ISSUER: service.origin, AUDIENCE: application.id })
    },
  }
}

const cases = await makeCases()
for (const [name, { missing, takes, verify }] of Object.entries(verifiers)) {
  if (missing !== null) {
    process.stdout.write(`${name}: left out, because this machine lacks ${missing}\n`)
    continue
  }
  const folder = join(cache, name.replaceAll(/\W+/g, '-').toLowerCase())
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'cases.json'), JSON.stringify(cases))
  const found = JSON.parse(await verify(folder)) as (string | null)[]
  const wrong = cases.filter((one, i) => one.person !== found[i] && one.name !== takes)
  for (const { name: token, person } of wrong)
    process.stdout.write(`${name}: ${person === null ? 'takes' : 'refuses'} ${token}\n`)
  if (wrong.length > 0 || found.length !== cases.length) process.exitCode = 1
  else process.stdout.write(`${name}: right about ${cases.length} tokens\n`)
}
await service.stop()
