import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { languages } from '../../common/languages.ts'

const web = join(import.meta.dirname, '../../web/src')

const catalogues = new Map(
  globSync(join(web, 'locales/*.json')).map((file) => [
    basename(file, '.json'),
    JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>,
  ]),
)
const english = catalogues.get('en') ?? {}

const SUFFIX = /_(zero|one|two|few|many|other)$/
const isPlural = (key: string) => SUFFIX.test(key)
const baseOf = (key: string) => key.replace(SUFFIX, '')
const parametersOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()

/** The keys that a catalogue must have: those of English, each plural in every form that the language has. */
function keysFor(language: string): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  return [
    ...new Set(
      Object.keys(english).flatMap((key) =>
        isPlural(key) ? forms.map((form) => `${baseOf(key)}_${form}`) : [key],
      ),
    ),
  ].sort()
}

test('the page is written in each language', () => {
  assert.deepEqual([...catalogues.keys()].sort(), [...languages].sort())
})

for (const [language, texts] of catalogues) {
  test(`every text of the page is there in ${language}, and none is left over`, () => {
    assert.deepEqual(Object.keys(texts).sort(), keysFor(language))
    const empty = Object.entries(texts).filter(([, text]) => text.trim() === '')
    assert.deepEqual(empty, [])
  })

  test(`the texts in ${language} say what the English ones say: the same values stand in them`, () => {
    for (const [key, text] of Object.entries(texts)) {
      const source = english[key] ?? english[`${baseOf(key)}_other`] ?? ''
      const [found, wanted] = [parametersOf(text), parametersOf(source)]
      // A form for one or two things may say the number in words.
      if (isPlural(key) && /_(one|two)$/.test(key) && found.length < wanted.length)
        assert.deepEqual(
          found,
          wanted.filter((name) => name !== '{count}'),
          `${language} ${key}`,
        )
      else assert.deepEqual(found, wanted, `${language} ${key}`)
    }
  })
}

test('no text of the page is left unused', () => {
  const source = globSync(join(web, '**/*.{ts,tsx}'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  // Texts are named as they are, or by what they begin with: t(`field.${name}`).
  const beginnings = [...source.matchAll(/t\(\s*`([\w.]+)\$\{/g)].map(([, beginning = '']) => beginning)
  const unused = Object.keys(english)
    .map(baseOf)
    .filter((key) => !source.includes(`'${key}'`) && !beginnings.some((start) => key.startsWith(start)))
  assert.deepEqual(unused, [])
})
