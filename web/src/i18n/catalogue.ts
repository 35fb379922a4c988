import { type Chunk, createChunk } from '../chunk.ts'
import type en from '../locales/en.json'

/** Key of a text. */
export type TextKey = keyof typeof en
export type Texts = Readonly<Record<string, string>>

// The build splits each file: see `texts` in vite.config.ts.
const files = import.meta.glob<Texts>('../locales/*.json', { import: 'default', query: '?first' })
const later = import.meta.glob<Texts>('../locales/*.json', { import: 'default', query: '?more' })

const chunksOf = (all: Record<string, () => Promise<Texts>>): Record<string, Chunk<Texts>> =>
  Object.fromEntries(Object.entries(all).map(([file, read]) => [file, createChunk(read, false)]))
const first = chunksOf(files)
const more = chunksOf(later)

function chunkOf(all: Record<string, Chunk<Texts>>, language: string): Chunk<Texts> {
  const chunk = all[`../locales/${language}.json`]
  if (chunk === undefined) throw new RangeError(`no texts in ${language}`)
  return chunk
}

/** Loads the texts of one of the `languages` that the first screens show. @throws {Failure} */
export const loadTexts = (language: string): Promise<Texts> => chunkOf(first, language).load()

/** The rest of its texts. */
export const moreTexts = (language: string): Chunk<Texts> => chunkOf(more, language)
