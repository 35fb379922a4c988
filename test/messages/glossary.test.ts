import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { type Language, languages } from '../../common/languages.ts'
import { failures, fieldMessages } from '../../src/errors/error-catalogue.ts'
import { textsOf, translationOf } from '../../src/messages/catalogue.ts'

/** One word for one thing: how a language says a term, as regular expressions that ignore case. */
interface Term {
  /** Every form that the term takes. */
  is: string
  /** Words for the same thing that are not used. */
  not?: string
  /** Texts that say it in other words, by their keys. */
  except?: string[]
}
type Glossary = Record<string, Term>

const root = join(import.meta.dirname, '../..')
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const glossaries = new Map<string, Glossary>(
  globSync('src/messages/glossaries/*.json', { cwd: root }).map((path) => [
    basename(path, '.json'),
    read(path),
  ]),
)
/** Returns a text without its placeholders, whose names are no words. */
const words = (text: string) => text.replace(/\{\w+(?=\}|,)/g, '{')

const errors = Object.fromEntries(
  Object.entries({ ...fieldMessages, ...failures }).map(([key, { text }]) => [`errors.${key}`, words(text)]),
)

function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value as object).flatMap(([name, part]) => leaves(part, `${path}.${name}`))
}

/** Returns everything that people read in a language: on the page, in mails, in errors. */
async function textsIn(language: Language): Promise<Map<string, string>> {
  const { mails, pages, copy } = await textsOf(language)
  const translated = (await translationOf(language))?.errors ?? {}
  const all = [
    ...leaves(read(`web/src/locales/${language}.json`), 'page'),
    ...leaves({ mails, pages, copy }, 'service'),
    ...leaves(translated, 'errors'),
  ]
  return new Map(all.map(([key, text]) => [key, words(text)]))
}

const english = await textsIn('en')
const sources = new Map([...english, ...Object.entries(errors)])

test('each language has a glossary of the same terms', () => {
  assert.deepEqual([...glossaries.keys()].sort(), [...languages].sort())
  const terms = Object.keys(glossaries.get('en') ?? {})
  assert.ok(terms.length >= 20)
  for (const [language, glossary] of glossaries) assert.deepEqual(Object.keys(glossary), terms, language)
})

for (const [language, glossary] of glossaries) {
  test(`${language}: page, mails and errors use one word for one thing`, async () => {
    const texts = await textsIn(language as Language)
    const faults: string[] = []
    for (const [term, { is, not, except = [] }] of Object.entries(glossary)) {
      const says = new RegExp(is, 'iu')
      const avoided = not === undefined ? null : new RegExp(not, 'iu')
      const inEnglish = new RegExp(glossaries.get('en')?.[term]?.is ?? '', 'iu')
      for (const [key, text] of texts) {
        if (avoided?.test(text)) faults.push(`${term}: ${key} says ${avoided.exec(text)?.[0]}: ${text}`)
        const lacksIt = inEnglish.test(sources.get(key) ?? '') && !says.test(text)
        if (lacksIt && !except.includes(key)) faults.push(`${term}: ${key} lacks it: ${text}`)
        if (!lacksIt && except.includes(key)) faults.push(`${term}: ${key} needs no exception`)
      }
      for (const key of except) if (!texts.has(key)) faults.push(`${term}: there is no ${key}`)
    }
    assert.deepEqual(faults, [])
  })
}
