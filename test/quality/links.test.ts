import assert from 'node:assert/strict'
import { globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'

const root = join(import.meta.dirname, '../..')
const documents = globSync(['*.md', 'docs/**/*.md', '.github/**/*.md'], { cwd: root }).sort()
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const prose = (path: string) => read(path).replace(/^```.*?^```$/gms, '')

/** What GitHub makes of a heading: no punctuation, hyphens for spaces, a number behind one that comes again. */
function anchorsOf(document: string): Set<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of prose(document).matchAll(/^#+ (.+)$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const anchor = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
    let unique = anchor
    for (let n = 1; anchors.has(unique); n += 1) unique = `${anchor}-${n}`
    anchors.add(unique)
  }
  return anchors
}

/** Places in the repository that a document links to or shows, as it writes them. */
function linksOf(document: string): string[] {
  const text = prose(document).replace(/`[^`\n]*`/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)|<(?:img|a) [^>]*(?:src|href)="([^"]+)"/g)]
    .map(([, link, other]) => link ?? other ?? '')
    .filter((link) => !/^[a-z]+:/.test(link))
}

test('every link of a document leads to a file, and to a heading if it names one', () => {
  const broken = documents.flatMap((document) =>
    linksOf(document)
      .filter((link) => {
        const [path = '', anchor] = link.split('#')
        const target = path === '' ? document : normalize(join(dirname(document), path))
        if (!statSync(join(root, target), { throwIfNoEntry: false })) return true
        return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor)
      })
      .map((link) => `${document}: ${link}`),
  )
  assert.deepEqual(broken, [])
})

test('every document below docs/ can be found from docs/README.md', () => {
  const found = new Set<string>()
  const follow = (document: string): void => {
    if (found.has(document) || !document.endsWith('.md')) return
    found.add(document)
    for (const link of linksOf(document)) follow(normalize(join(dirname(document), link.split('#')[0] ?? '')))
  }
  follow('docs/README.md')
  assert.deepEqual(
    documents.filter((document) => document.startsWith('docs/') && !found.has(document)),
    [],
  )
})

test('README.md shows the page and the reference, in files that load fast', async () => {
  const images = linksOf('README.md').filter((link) => /\.(webp|png|jpe?g)$/.test(link))
  assert.deepEqual(images, ['docs/images/page.webp', 'docs/images/reference.webp'])
  for (const image of images) {
    assert.ok(statSync(join(root, image)).size < 150_000, image)
    const { width, height } = await sharp(join(root, image)).metadata()
    assert.ok(width >= 1000 && height >= 600, `${image} is ${width} × ${height}`)
  }
})

test('README.md fits on a screen or two', () => {
  assert.ok(read('README.md').split('\n').length < 90)
})
