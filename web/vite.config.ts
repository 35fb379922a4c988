import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { languages } from '../common/languages.ts'

/**
 * Puts the compressed forms beside every script and style sheet (`x.js.br`, `x.js.gz`), so that nothing is compressed
 * while serving, and `sizes.json`: bytes of each file as it is, by gzip and by brotli.
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

/** Texts that no first screen shows, by what their keys begin with, and those of them that one shows all the same. */
const LATER_TEXTS =
  /^(activity|code|conflict|deletion|event|export|factor|forgot|passkey|password|picture|security|step|undo|waiting)\./
const FIRST_TEXTS = /^(code\.wrong|forgot\.title|password\.(label|show)|passkey\.(cancelled|exists|sign_in))$/

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

/** Which texts of react-aria are built in: those of the page's languages, each in its likely region where there are several. */
function ariaLocales(): string[] {
  const folder = join(import.meta.dirname, '../node_modules/react-aria/i18n')
  return languages.map((code) => {
    const { language, region } = new Intl.Locale(code).maximize()
    return existsSync(join(folder, `${language}-${region}.mjs`)) ? `${language}-${region}` : language
  })
}

/** Puts the flags of the country picker into `flags/`, where each is loaded when it comes into view. */
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

/** Puts the names of the packages whose code is in the page into `packages.json`, for the third-party notice. */
function packages(): Plugin {
  return {
    name: 'packages',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      const found = modules.flatMap(
        (id) => /.*[\\/](node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1] ?? [],
      )
      // The flags come as files of their own.
      const paths = [...found.map((path) => path.replaceAll('\\', '/')), 'node_modules/country-flag-icons']
      this.emitFile({
        type: 'asset',
        fileName: 'packages.json',
        source: JSON.stringify([...new Set(paths)].sort(), null, 1),
      })
    },
  }
}

/** What several screens use, and of it what no first screen needs. */
const COMMON = /web[\\/]src[\\/]((ui|i18n|api|session)|[^\\/]+\.ts$)/
const LATER =
  /[\\/](choice|countdown|deletion-notice|dialog|instants|leave-dialog|password-rules|resend|use-instants)\.tsx?$/

/** `npm run build:web`: the page, into `web/dist`. Addresses in it are relative, so it can be mounted anywhere. */
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
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            {
              name: 'common',
              test: (file: string) => COMMON.test(file) && !LATER.test(file),
            },
          ],
        },
      },
    },
  },
})
