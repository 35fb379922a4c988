import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CorpusSource } from '../corpus/sources.ts'

type Point = readonly [x: number, y: number]

/** Eyes, chin and edges of a face, as shares of the sides of the picture. */
export interface MarkedFace {
  points: readonly Point[]
  left: number
  top: number
  right: number
  chin: number
}

/** A picture of `faces.tsv`. */
export interface MarkedPicture {
  source: CorpusSource
  path: string
  /** Left, top, width and height of the part that is used, as shares of the sides. */
  part: readonly [number, number, number, number]
  faces: MarkedFace[]
}

const shares = (text: string) => text.split(',').map((value) => Number(value) / 1000)

function readFace(text: string): MarkedFace {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, chin = 0, left = 0, top = 0, right = 0] = shares(text)
  const points: Point[] = [
    [x1, y1],
    [x2, y2],
    [x3, chin],
  ]
  return { points, left, top, right, chin }
}

/** Reads the pictures of `faces.tsv`. */
export async function readMarkedPictures(): Promise<MarkedPicture[]> {
  const [, ...lines] = (await readFile(join(import.meta.dirname, 'faces.tsv'), 'utf8')).trimEnd().split('\n')
  return lines.map((line) => {
    const [registry, name = '', version = '', license = '', path = '', part = '', faces = ''] =
      line.split('\t')
    if (registry !== 'npm' && registry !== 'pypi') throw new TypeError(`no registry ${registry}`)
    const [x = 0, y = 0, width = 1, height = 1] = part === '' ? [] : shares(part)
    return {
      source: { registry, package: name, version, license, folders: [''] },
      path,
      part: [x, y, width, height],
      faces: faces.split(' ').map(readFace),
    }
  })
}
