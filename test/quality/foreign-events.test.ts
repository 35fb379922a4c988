import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

/** The one file that may make callbacks for the world. */
const DOOR = 'src/ports/foreign-events.ts'

/** What hands a callback to an emitter, a timer or a native function. */
const callbacks: readonly { name: string; pattern: RegExp; example: string }[] = [
  {
    name: 'a listener',
    pattern: /\.(?:on|once|addListener|prependListener|prependOnceListener|addEventListener)\(/,
    example: "socket.on('data', take)",
  },
  {
    name: 'a promise made by hand',
    pattern: /new Promise\b/,
    example: 'new Promise((resolve) => stop(resolve))',
  },
  {
    name: 'a timer',
    pattern: /(?<![\w.])(?:setTimeout|setInterval|setImmediate)\(/,
    example: 'setTimeout(stop, 1000)',
  },
  {
    name: 'a microtask',
    pattern: /(?<![\w.])queueMicrotask\(|process\.nextTick\(/,
    example: 'queueMicrotask(stop)',
  },
]

/** The code without comments and texts, its lines kept. */
function bare(source: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ')
  return source.replace(
    /\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g,
    blank,
  )
}

function found(source: string): string[] {
  return bare(source)
    .split('\n')
    .flatMap((line, index) =>
      callbacks.filter(({ pattern }) => pattern.test(line)).map(({ name }) => `line ${index + 1}: ${name}`),
    )
}

const root = join(import.meta.dirname, '../..')

test('no code but the one door hands a callback to the world, where a throw would end the process', () => {
  const offenders = globSync('src/**/*.ts', { cwd: root })
    .filter((file) => file !== DOOR)
    .flatMap((file) => found(readFileSync(join(root, file), 'utf8')).map((what) => `${file}, ${what}`))
  assert.deepEqual(offenders, [])
})

for (const { name, example } of callbacks) {
  test(`the rule sees ${name}`, () => {
    assert.deepEqual(found(`const a = 1\n${example}\n`), [`line 2: ${name}`])
    assert.deepEqual(found(`// ${example}\n/** ${example} */\n`), [])
  })
}
