import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

/** The only file that may pass callbacks to foreign code. */
const ALLOWED_FILE = 'src/basics/foreign-events.ts'

/** Matches code that passes a callback to an emitter, a timer or a native function. */
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

/** Returns the code without comments and texts, with its line breaks. */
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

test('only one module passes callbacks to foreign code, where a throw would end the process', () => {
  const offenders = globSync('src/**/*.ts', { cwd: root })
    .filter((file) => file !== ALLOWED_FILE)
    .flatMap((file) => found(readFileSync(join(root, file), 'utf8')).map((what) => `${file}, ${what}`))
  assert.deepEqual(offenders, [])
})

for (const { name, example } of callbacks) {
  test(`the rule catches ${name}`, () => {
    assert.deepEqual(found(`const a = 1\n${example}\n`), [`line 2: ${name}`])
    assert.deepEqual(found(`// ${example}\n/** ${example} */\n`), [])
  })
}
