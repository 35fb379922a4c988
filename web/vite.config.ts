import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import sharp from 'sharp'
import { defineConfig, type Plugin } from 'vite'
import { languages } from '../common/languages.ts'
import english from '../src/messages/languages/en.ts'

/** The script of the document. */
const ENTRY = join(import.meta.dirname, 'src/main.tsx')

/**
 * Writes compressed versions next to every script and style sheet (`x.js.br`, `x.js.gz`), so that serving compresses
 * nothing, and `sizes.json`: bytes of each file uncompressed, with gzip and with brotli.
 */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const sizes: Record<string, { bytes: number; gzip: number; brotli: number }> = {}
        for (const [fileName, file] of Object.entries(bundle)) {
          if (!/\.(js|css)$/.test(fileName)) continue
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
          const gzip = gzipSync(source, { level: 9 })
          const brotli = brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
          sizes[fileName] = { bytes: source.length, gzip: gzip.length, brotli: brotli.length }
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzip })
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotli })
        }
        this.emitFile({ type: 'asset', fileName: 'sizes.json', source: JSON.stringify(sizes, null, 1) })
      },
    },
  }
}

/** Prefixes of text keys that no first screen shows, and the exceptions. */
const LATER_TEXTS =
  /^(activity|attribute|code|conflict|deletion|email|event|export|factor|forgot|passkey|password|picture|proof|provider|security|step|undo|waiting)\./
const FIRST_TEXTS =
  /^(code\.wrong|email\.(change|none|own_pending|own_start|pending|resume|unverified|verified)|forgot\.title|password\.(label|show)|passkey\.(cancelled|exists|sign_in)|provider\.sign_(in|out))$/

/** Splits each file of texts in two: `?first` for the first screens, and `?more`. */
function texts(): Plugin {
  return {
    name: 'texts',
    enforce: 'pre',
    transform: {
      filter: { id: /locales[\\/][\w-]+\.json\?(first|more)$/ },
      handler(code, id) {
        const isMore = (key: string) => LATER_TEXTS.test(key) && !FIRST_TEXTS.test(key)
        const wanted = id.endsWith('?more')
        const all = Object.entries(JSON.parse(code) as Record<string, string>)
        const some = Object.fromEntries(all.filter(([key]) => isMore(key) === wanted))
        return { code: `export default ${JSON.stringify(some)}`, moduleType: 'js', map: null }
      },
    },
  }
}

/** The built-in texts of react-aria: those of the page's languages, each in its likely region if there are several. */
function ariaLocales(): string[] {
  const folder = join(import.meta.dirname, '../node_modules/react-aria/i18n')
  return languages.map((code) => {
    const { language, region } = new Intl.Locale(code).maximize()
    return existsSync(join(folder, `${language}-${region}.mjs`)) ? `${language}-${region}` : language
  })
}

/** Writes the flags of the country picker to `flags/`, so that each loads when it becomes visible. */
function flags(): Plugin {
  const folder = join(import.meta.dirname, '../node_modules/country-flag-icons/3x2')
  return {
    name: 'flags',
    configureServer({ middlewares }) {
      middlewares.use('/flags', (request, response, next) => {
        const [name] = /[A-Z]{2}\.svg$/.exec(request.url ?? '') ?? []
        if (name === undefined) return next()
        response.setHeader('content-type', 'image/svg+xml')
        createReadStream(join(folder, name)).on('error', next).pipe(response)
      })
    },
    generateBundle() {
      for (const name of readdirSync(folder).filter((file) => /^[A-Z]{2}\.svg$/.test(file)))
        this.emitFile({ type: 'asset', fileName: `flags/${name}`, source: readFileSync(join(folder, name)) })
    },
  }
}

/** Writes the names of the packages in the page to `packages.json`, for the third-party notice. */
function packages(): Plugin {
  return {
    name: 'packages',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      const found = modules.flatMap(
        (id) => /.*[\\/](node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1] ?? [],
      )
      // The flags are separate files.
      const paths = [...found.map((path) => path.replaceAll('\\', '/')), 'node_modules/country-flag-icons']
      this.emitFile({
        type: 'asset',
        fileName: 'packages.json',
        source: JSON.stringify([...new Set(paths)].sort(), null, 1),
      })
    },
  }
}

/** Renders the icon for browsers that take no SVG: `favicon.ico`, the touch icon and those of the web app manifest. */
function icons(): Plugin {
  const draw = (size: number) =>
    sharp(join(import.meta.dirname, 'public/icon.svg'), { density: (72 * size) / 32 }).resize(size, size)
  return {
    name: 'icons',
    apply: 'build',
    async generateBundle() {
      const add = (fileName: string, source: Buffer) => this.emitFile({ type: 'asset', fileName, source })
      add('favicon.ico', icoOf(await draw(32).png().toBuffer(), 32))
      for (const size of [192, 512]) add(`icon-${size}.png`, await draw(size).png().toBuffer())
      // iOS rounds the corners itself, and shows transparent ones in black.
      add('apple-touch-icon.png', await draw(180).flatten({ background: '#1d4ed8' }).png().toBuffer())
    },
  }
}

/** An ICO file of one PNG picture (Microsoft: The format of icon resources). */
function icoOf(png: Buffer, size: number): Buffer {
  const head = Buffer.alloc(22)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(1, 4)
  head.writeUInt8(size, 6)
  head.writeUInt8(size, 7)
  head.writeUInt16LE(1, 10)
  head.writeUInt16LE(32, 12)
  head.writeUInt32LE(png.length, 14)
  head.writeUInt32LE(head.length, 18)
  return Buffer.concat([head, png])
}

/**
 * Moves the link to the style sheet behind everything that the document shows: browsers draw what stands before it
 * without waiting, and run the page's script after it.
 */
function lateStyles(): Plugin {
  return {
    name: 'late-styles',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const links = html.match(/\n *<link rel="stylesheet".*?>/g) ?? []
        const rest = links.reduce((text, link) => text.replace(link, ''), html)
        return rest.replace(/(?=\s*<\/body>)/, links.join(''))
      },
    },
  }
}

/** Fills in what the service fills in of the built document. */
function placeholders(): Plugin {
  const values: Readonly<Record<string, string>> = {
    SERVICE_NAME: 'Account',
    PAGE_URL: './',
    LOGO: './icon.svg',
    TEXTS: './src/main.tsx',
    PAGE_CONFIG: '',
    NOT_STARTED_TITLE: english.pages.not_started.title,
    NOT_STARTED_TEXT: english.pages.not_started.paragraphs.join(' '),
    NOT_STARTED_BUTTON: english.pages.not_started.button,
    NO_SCRIPT: english.pages.not_started.noScript ?? '',
  }
  return {
    name: 'placeholders',
    apply: 'serve',
    transformIndexHtml: (html) => html.replace(/__([A-Z_]+)__/g, (all, name: string) => values[name] ?? all),
  }
}

interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/**
 * Puts what the document's script imports at once into one chunk, so that few requests, all made at the same time, start
 * the page.
 */
function createFirst(): (id: string, graph: Graph) => string | null {
  let first: Set<string> | null = null
  return (id, graph) => {
    first ??= importedAtOnce(ENTRY, graph)
    return first.has(id) ? 'first' : null
  }
}

function importedAtOnce(entry: string, graph: Graph): Set<string> {
  const found = new Set([entry])
  // A set is also iterated over what is added meanwhile.
  for (const id of found) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) found.add(next)
  return found
}

/** `npm run build:web`: builds the page into `web/dist`. Its addresses are relative, so it can be mounted anywhere. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [
    react(),
    {
      ...optimizeLocales.vite({
        locales: ariaLocales(),
      }),
      enforce: 'pre',
    },
    texts(),
    flags(),
    icons(),
    lateStyles(),
    placeholders(),
    packages(),
    compressed(),
  ],
  build: {
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        // The service looks for the texts of the first screens by this name.
        chunkFileNames: ({ facadeModuleId }) =>
          facadeModuleId?.endsWith('?first') ? 'assets/texts-[name]-[hash].js' : 'assets/[name]-[hash].js',
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: createFirst() },
          ],
        },
      },
    },
  },
})
