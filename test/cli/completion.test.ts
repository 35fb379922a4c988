import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { program } from '../support/program.ts'
import { eventually } from '../support/wait.ts'

const run = promisify(execFile)
const shells = ['bash', 'zsh', 'fish'] as const

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-completion-'))
  // Settings that stop every command which reads them: completion reads none.
  const env = { PATH: process.env.PATH, PORT: 'nonsense', DATA_DIR: '/nowhere', DATABASE_URL: 'nonsense' }
  for (const shell of shells) {
    const { stdout, stderr } = await run(program, ['completion', shell], { env })
    assert.equal(stderr, '')
    await writeFile(join(folder, `completion.${shell}`), stdout)
  }
  await writeFile(join(folder, 'people list.csv'), '')
})
after(() => rm(folder, { recursive: true, force: true }))

/** What bash offers after the words, the last of which may be unfinished. */
async function offeredByBash(line: string): Promise<string[]> {
  // As readline splits them: an equals sign is a word of its own.
  const words = line.split(/ |(?<==)|(?==)/)
  const script = `
    source completion.bash
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _user_profile
    [ "\${#COMPREPLY[@]}" = 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await run('bash', ['-c', script, 'bash', ...words], { cwd: folder })
  return stdout.split('\n').filter(Boolean).toSorted()
}

async function offeredByFish(line: string): Promise<string[]> {
  const script = 'source completion.fish; complete -C $argv[1]'
  const { stdout } = await run('fish', ['--no-config', '-c', script, line], { cwd: folder })
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((one) => one.split('\t', 1)[0]!.replace(/^--\w+=/, ''))
    .toSorted()
}

const rows: [line: string, offered: string[]][] = [
  [
    'user-profile app ',
    ['create', 'expire-key', 'keys', 'list', 'revoke', 'revoke-key', 'rotate', 'update', 'webhook'],
  ],
  ['user-profile app u', ['update']],
  ['user-profile attribute ', ['add', 'apply', 'change', 'list', 'remove', 'show']],
  ['user-profile attribute add x --type t', ['text', 'timezone']],
  ['user-profile app create --k', ['--kind']],
  ['user-profile app create --kind ', ['mobile', 'server', 'spa', 'web']],
  ['user-profile app create --kind s', ['server', 'spa']],
  ['user-profile app create --kind=s', ['server', 'spa']],
  ['user-profile app create --kind spa --refresh ', ['keep', 'rotate']],
  ['user-profile --json app create --kind=web --refresh=r', ['rotate']],
  ['user-profile user update --first-name app --em', ['--email', '--email-verified']],
  ['user-profile app update shop --add-origin https://a.example --add', ['--add-origin']],
  ['user-profile user second-factor re', ['require', 'reset']],
  ['user-profile user show ', []],
  ['user-profile user list --search ', []],
  ['user-profile user list --dis', ['--disabled']],
  ['user-profile user show ada --js', ['--json']],
  [
    'user-profile audit list --action application.k',
    ['application.key_ended', 'application.key_rotated', 'application.key_used'],
  ],
  ['user-profile completion ', ['bash', 'fish', 'zsh']],
  ['user-profile nonsense --', ['--help', '--json']],
]
for (const [line, offered] of rows) {
  test(`bash and fish complete "${line}" to ${offered.join(' ') || 'nothing'}`, async () => {
    assert.deepEqual(await offeredByBash(line), offered)
    assert.deepEqual(await offeredByFish(line), offered)
  })
}

test('files are offered where a command takes one, and names with spaces stay whole', async () => {
  for (const line of [
    'user-profile user import peo',
    'user-profile backup peo',
    'user-profile move --to peo',
  ]) {
    assert.deepEqual(await offeredByBash(line), ['people list.csv'], line)
    assert.deepEqual(await offeredByFish(line), ['people list.csv'], line)
  }
})

test('zsh completes commands, options and choices on a terminal', async (t) => {
  const child = spawn('script', ['-qec', 'zsh -f -i', '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TERM: 'dumb', HOME: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => child.kill())
  let shown = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text
  })
  // The Tab key completes, prints the line between brackets, and empties it.
  const setup = [
    'autoload -Uz compinit; compinit -D -u; source completion.zsh',
    `tried() { zle complete-word; print -r -- "<\${BUFFER}>"; BUFFER= }; zle -N tried; bindkey '^I' tried`,
    'print READ""Y',
  ]
  child.stdin.write(`${setup.join('\n')}\n`)
  await eventually(async () => shown.includes('READY'))
  const completed = async (line: string): Promise<string> => {
    const from = shown.length
    child.stdin.write(`${line}\t`)
    return eventually(async () => /<(user-profile[^>]*)>/.exec(shown.slice(from))?.[1])
  }
  for (const [line, expected] of [
    ['user-profile app upd', 'user-profile app update '],
    ['user-profile app create --kind sp', 'user-profile app create --kind spa '],
    ['user-profile app create --kind=sp', 'user-profile app create --kind=spa '],
    ['user-profile --json app create --ref', 'user-profile --json app create --refresh='],
    [
      'user-profile user update --first-name app --tim',
      'user-profile user update --first-name app --timezone=',
    ],
    ['user-profile user second-factor req', 'user-profile user second-factor require '],
    ['user-profile user show ada --js', 'user-profile user show ada --json '],
    ['user-profile completion z', 'user-profile completion zsh '],
    ['user-profile user import peo', 'user-profile user import people\\ list.csv '],
    ['user-profile user show a', 'user-profile user show a'],
  ] as const) {
    assert.equal(await completed(line), expected)
  }
  child.stdin.write('exit\n')
  await new Promise((resolve) => child.once('close', resolve))
})

test('every command and option that help shows is completed', async () => {
  const paths = ['', 'app', 'user', 'user update', 'user list', 'user import', 'audit list', 'move']
  for (const path of paths) {
    const { stdout } = await run(program, [...path.split(' ').filter(Boolean), '--help'])
    const names = [
      ...(/^Commands:\n(.*?)\n\n/ms.exec(`${stdout}\n`)?.[1] ?? '').matchAll(/^ {2}([a-z][a-z-]+)/gm),
    ].map((match) => match[1]!)
    const commands = names.filter((name) => name !== 'help')
    const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1]!)
    const line = `user-profile ${path === '' ? '' : `${path} `}`
    if (commands.length > 0) assert.deepEqual(await offeredByBash(line), commands.toSorted(), path)
    const offered = new Set(flags.filter((flag) => flag !== '--version'))
    assert.ok(offered.size > 1, path)
    assert.deepEqual(new Set(await offeredByBash(`${line}--`)), offered, path)
  }
})

test('a shell without a script is refused with those that have one: exit code 2', async () => {
  const refused = await run(program, ['completion', 'tcsh']).catch((error: unknown) => error)
  assert.equal((refused as { code: number }).code, 2)
  assert.match((refused as { stderr: string }).stderr, /Allowed choices are bash, zsh, fish/)
})
