import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * Provides the compiler's JavaScript API as `typescript` to modules that are loaded afterwards. The native compiler (7)
 * has none, so this uses the copy of version 6 inside `@ts-morph/common`.
 */
export function provideCompiler(): void {
  const require = createRequire(import.meta.url)
  const compiler = require.resolve('@ts-morph/common/dist/typescript.js')
  const { version } = require(compiler) as { version: string }
  const compilerUrl = pathToFileURL(compiler).href
  const manifestUrl = `${compilerUrl}?package.json`
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'typescript') return { url: compilerUrl, format: 'commonjs', shortCircuit: true }
      if (specifier === 'typescript/package.json')
        return { url: manifestUrl, format: 'json', shortCircuit: true }
      return next(specifier, context)
    },
    load(url, context, next) {
      if (url === manifestUrl)
        return { format: 'json', source: JSON.stringify({ version }), shortCircuit: true }
      return next(url, context)
    },
  })
}
