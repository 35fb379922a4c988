/**
 * `npm run check:dependencies`: rejects packages whose license is not accepted or that run a program at install time,
 * and images without a digest.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundledPackages, faultsOf, lockedPackages, root } from './dependencies.ts'
import { imageFiles, imagesOf, isPinned } from './images.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const listed = read('deploy/unpinned-images.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
const packages = lockedPackages()
const images = imageFiles.flatMap(({ file, pattern }) => imagesOf(read(file), pattern))
const unpinned = images.filter((image) => !isPinned(image))
const faults = [
  ...(/^ignore-scripts=true$/m.test(read('.npmrc')) ? [] : ['.npmrc lets packages run programs']),
  ...faultsOf(packages, bundledPackages()),
  ...unpinned
    .filter((image) => !listed.includes(image))
    .map((image) => `${image} is not pinned by a digest: npm run pin:images`),
  ...listed
    .filter((image) => !unpinned.includes(image))
    .map((image) => `${image} is not used, or pinned: take it out of deploy/unpinned-images.txt`),
]
for (const fault of faults) process.stderr.write(`${fault}\n`)
process.stdout.write(
  `dependencies: ${packages.length} packages, ${images.length} images of which ${unpinned.length} not pinned, ${faults.length} faults\n`,
)
process.exitCode = faults.length > 0 ? 1 : 0
