/**
 * Joins the modules of the server into few files. A start reads them in half of the time that a thousand modules take,
 * and needs less memory.
 */
import { cpSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Plugin, rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')
const sources = join(root, 'src')
/** What is started by its path. Each keeps its place. */
const entries = ['main', 'password/password-worker', 'picture/picture-worker']
/** What the server reads from files beside its modules. */
const files = [
  ...['src/docs/guides', 'src/docs/page', 'src/http/pages.css', 'common/tokens.css'],
  'src/local-info/zone-names.generated.json',
]
/**
 * Packages with native code, WebAssembly or data files, and large ones that few installations load: they stay in
 * `node_modules/`.
 */
const EXTERNAL =
  /^(@aws-sdk|@img|@node-rs|@opentelemetry|@smithy|@vladmandic|@zxcvbn-ts|harfbuzzjs|jxl-oxide-wasm|libheif-js|pg-native|sharp)(\/|$)/

/**
 * Modules that are joined with all that they import, except what an earlier one has: each file takes a millisecond to load.
 * Commands load the first, those that open the stores the second, the server all.
 */
const parts = [
  ['program', 'cli/program.ts'],
  ['app', 'app/app.ts'],
  ['serve', 'cli/serve/serve.ts'],
] as const

/** Lets `import.meta` tell the place of the source, since the joined module is elsewhere. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  transform(code, id) {
    if (!id.endsWith('.ts') || id.includes('/node_modules/')) return null
    const place = JSON.stringify(relative(sources, id).replace(/\.ts$/, '.js'))
    return code
      .replace(/\bnew URL\('([^']+)', import\.meta\.url\)/g, (_, path: string) => {
        const built = JSON.stringify(path.replace(/\.ts$/, '.js'))
        return `new URL(${built}, new URL(${place}, import.meta.url))`
      })
      .replaceAll(
        'join(import.meta.dirname,',
        `join(import.meta.dirname, ${JSON.stringify(dirname(relative(sources, id)))},`,
      )
  },
}

/**
 * Modules of Node.js with exports that are made when they are read, which `import` does for all of them: `node:http` then
 * loads the whole of `fetch`, 12 ms of a start. Joined modules get only the other exports.
 */
const LAZY_MODULES = ['node:fs', 'node:http']

const sparingImports: Plugin = {
  name: 'sparing-imports',
  resolveId: {
    order: 'pre',
    handler(id, _, { kind }) {
      return kind === 'import-statement' && LAZY_MODULES.includes(id) ? `\0${id}` : null
    },
  },
  load(id) {
    const name = LAZY_MODULES.find((one) => id === `\0${one}`)
    if (name === undefined) return null
    const properties = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule(name)))
    const names = properties.filter(([, property]) => 'value' in property).map(([key]) => key)
    return [
      `const all = process.getBuiltinModule('${name}')`,
      'export default all',
      `export const { ${names.join(', ')} } = all`,
    ].join('\n')
  },
}

/**
 * The router compiles 3,200 functions from 160 texts, a few for each method of each path. Functions of equal texts are equal, since
 * they see nothing else, so each text is compiled once.
 */
const sharedFunctions: Plugin = {
  name: 'shared-functions',
  transform(code, id) {
    if (!id.includes('/node_modules/find-my-way/') || !code.includes('new Function(')) return null
    return `${code.replaceAll('new Function(', 'functionOf(')}
      const functions = new Map()
      function functionOf (...texts) {
        const key = JSON.stringify(texts)
        if (!functions.has(key)) functions.set(key, new Function(...texts))
        return functions.get(key)
      }`
  },
}

/**
 * Also escapes names of authors in comments with licenses, which `charset` leaves as they are: one letter beyond ASCII makes the text
 * of a module take two bytes for each character while the process runs.
 */
const onlyAscii: Plugin = {
  name: 'only-ascii',
  renderChunk: (code) =>
    code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
}

/** What packages import for functions that nobody calls here: YAML for a document that is served as JSON, and requests of tests. */
const UNUSED = ['light-my-request', 'yaml']

const withoutUnused: Plugin = {
  name: 'without-unused',
  resolveId: (id) => (UNUSED.includes(id) ? `\0unused:${id}` : null),
  load: (id) => (id.startsWith('\0unused:') ? 'export {}' : null),
}

/** Writes the server to `src/` of a folder, with the files that it reads. */
export async function bundleServer(folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries(entries.map((name) => [name, join(sources, `${name}.ts`)])),
    external: (id) => (id.startsWith('node:') && !LAZY_MODULES.includes(id)) || EXTERNAL.test(id),
    plugins: [keepPlaces, sparingImports, sharedFunctions, withoutUnused, onlyAscii],
    // Packages may have what we cannot mend.
    onLog(level, log, report) {
      if (!/node_modules/.test(`${log.id}${log.loc?.file}`)) report(level === 'warn' ? 'error' : level, log)
    },
  })
  await bundle.write({
    dir: join(folder, 'src'),
    format: 'esm',
    entryFileNames: '[name].js',
    // All in one folder, so that every module has the same place.
    chunkFileNames: '[name].js',
    codeSplitting: {
      groups: parts.map(([name, module], index) => ({
        name,
        test: (id) => id === join(sources, module),
        priority: parts.length - index,
      })),
    },
    charset: 'ascii',
    comments: { legal: true, annotation: false, jsdoc: false },
  })
  await bundle.close()
  for (const path of files) cpSync(join(root, path), join(folder, path), { recursive: true })
}
