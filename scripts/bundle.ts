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
const files = ['src/docs/guides', 'src/docs/page', 'src/http/pages.css', 'common/tokens.css']
/**
 * Packages with native code, WebAssembly or data files, and large ones that few installations load: they stay in
 * `node_modules/`.
 */
const EXTERNAL =
  /^(@aws-sdk|@img|@node-rs|@opentelemetry|@smithy|@vladmandic|@zxcvbn-ts|harfbuzzjs|jxl-oxide-wasm|libheif-js|pg-native|pino|sharp)(\/|$)/

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

/** Writes the server to `src/` of a folder, with the files that it reads. */
export async function bundleServer(folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries(entries.map((name) => [name, join(sources, `${name}.ts`)])),
    external: (id) => id.startsWith('node:') || EXTERNAL.test(id),
    plugins: [keepPlaces],
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
  })
  await bundle.close()
  for (const path of files) cpSync(join(root, path), join(folder, path), { recursive: true })
}
