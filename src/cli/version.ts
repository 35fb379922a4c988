import packageFile from '../../package.json' with { type: 'json' }

/** The version of this software. */
export function version(): string {
  return packageFile.version
}
