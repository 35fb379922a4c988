/**
 * `npm run pin:images`: writes the registry's current digest next to the name of each image that we build on or start.
 * It needs access to the registries. Run it before each release, and when an image has a fix.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './dependencies.ts'
import { imageFiles, lookUpDigest, pinImages } from './images.ts'

for (const { file, pattern } of imageFiles) {
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  const result = await pinImages(text, pattern, lookUpDigest)
  writeFileSync(path, result)
  process.stdout.write(`${file}: ${result === text ? 'as before' : 'pinned again'}\n`)
}
