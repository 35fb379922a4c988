import packageFile from '../../package.json' with { type: 'json' }

/** Returns the version of this software. */
export function version(): string {
  return packageFile.version
}
