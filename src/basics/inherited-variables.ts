import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'

/** Environment variables relevant to the libraries of children. Others, including secrets, are not passed on. */
const INHERITED = ['PATH', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'TZ']

/** Returns the environment of a child process: what libraries need, and the compile cache. */
export function inheritedVariables(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const cache = getCompileCacheDir()
  const given = INHERITED.flatMap((name) => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value]]
  })
  return { ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }), ...Object.fromEntries(given) }
}
