import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { features, roomsBesideTheOrder } from '../../scripts/arrow-law-rules.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(root, 'src', entry.name)).length > 0)
  .map((entry) => entry.name)
  .sort()

/** Returns the commands in the `sh` blocks of a document, in order. */
function commandsOf(path: string): string[] {
  const blocks = [...read(path).matchAll(/^```sh\n(.*?)^```/gms)].map((match) => match[1] ?? '')
  return blocks.flatMap((block) => block.split('\n')).filter((line) => line.trim() !== '')
}

test('ARCHITECTURE.md lists every room of src/, and no other', () => {
  const listed = [...read('ARCHITECTURE.md').matchAll(/^\| `([a-z-]+)\/` \|/gm)].map((match) => match[1])
  assert.deepEqual(listed.toSorted(), folders)
})

test('the arrow law has a place for every room of src/, and for no other', () => {
  assert.deepEqual([...features, ...roomsBesideTheOrder].toSorted(), folders)
})

test('ARCHITECTURE.md lists the rooms in the order that the checker enforces', () => {
  const order = new RegExp(`\`(${features[0]} → .*?)\``).exec(read('ARCHITECTURE.md'))?.[1]
  assert.deepEqual(order?.split(/ → |, /), features)
})

test('README.md begins with the two commands that start the service', () => {
  assert.deepEqual(commandsOf('README.md').slice(0, 2), ['npm ci', 'npm start'])
})

test('the commands of README.md and CONTRIBUTING.md are the ones that CI runs', () => {
  const ci = read('.ci/run')
  const smoke = read('scripts/smoke.ts')
  assert.match(ci, /^check .* npm ci$/m)
  assert.match(ci, /^ {2}npm test /m)
  assert.match(ci, /^check .* npm run -s smoke$/m)
  assert.match(smoke, /spawn\('npm', \['start'\]/)
  assert.ok(commandsOf('CONTRIBUTING.md').includes('npm test'))
})

test('every npm command in a document is a script', () => {
  const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts
  const documents = readdirSync(root).filter((name) => name.endsWith('.md'))
  const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  for (const document of [...documents, ...below.map((name) => `docs/${name}`)]) {
    if (!document.endsWith('.md')) continue
    const text = read(document)
    for (const [, name = ''] of text.matchAll(/\bnpm (?:run )?(start|test|(?<=run )[a-z:-]+)/g))
      assert.ok(name in scripts, `${document} names npm run ${name}`)
  }
})

test('every section of the contract that a comment cites is a heading of docs/api-contract.md', () => {
  const headings = [...read('docs/api-contract.md').matchAll(/^##+ (.+)$/gm)].map((match) => match[1])
  const files = ['common', 'src', 'web/src', 'test'].flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }),
  )
  const cited = files.flatMap((file) =>
    [...read(file).matchAll(/\bcontract: ((?:GET|POST)[\s*]+[a-z/-]+|[A-Z][a-z][\w\s*-]*\w)/g)].map(
      ([, title = '']) => ({
        file,
        title: title.replace(/\s*\n[\s*]*/g, ' '),
      }),
    ),
  )
  assert.ok(cited.length > 20, 'comments cite the contract')
  for (const { file, title } of cited) assert.ok(headings.includes(title), `${file} cites "${title}"`)
})
