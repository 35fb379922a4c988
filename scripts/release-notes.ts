/**
 * `npm run release:notes -- v1.2.3`: what CHANGELOG.md says of the version, for the release on GitHub. Fails unless it is the version
 * of package.json, so that a tag at the wrong commit makes no release.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')

/**
 * Returns the section of a changelog (Keep a Changelog 1.1.0) without its heading.
 * @throws if the tag is not `v` and the version, or the changelog has no section for it
 */
export function notesFor(tag: string, version: string, changelog: string): string {
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, and package.json has version ${version}`)
  const [, section] = changelog.split(`\n## [${version}]`)
  if (section === undefined) throw new Error(`CHANGELOG.md has no section "## [${version}]"`)
  const [text = ''] = section.slice(section.indexOf('\n')).split(/\n## |\n\[[^\]]+\]: /)
  return `${text.trim()}\n`
}

if (import.meta.main) {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  process.stdout.write(notesFor(process.argv[2] ?? '', version, read('CHANGELOG.md')))
}
