import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { personActions } from '../../common/audit-actions.ts'
import { languages } from '../../common/languages.ts'
import { createMessageFormat } from '../../common/message-format.ts'

const web = join(import.meta.dirname, '../../web/src')

const catalogues = new Map(
  globSync(join(web, 'locales/*.json')).map((file) => [
    basename(file, '.json'),
    JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>,
  ]),
)
const english = catalogues.get('en') ?? {}
const source = globSync(join(web, '**/*.{ts,tsx}'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

const pluralsOf = (text: string) => text.match(/\{\w+, plural,(?: \w+ \{[^{}]*\})+\}/g) ?? []
const formsOf = (plural: string) => [...plural.matchAll(/ (\w+) \{/g)].map(([, form]) => form)
const parametersOf = (text: string) => [...new Set(text.match(/(?<=\{)\w+(?=[,}])/g))].sort()

test('the page is written in each language', () => {
  assert.deepEqual([...catalogues.keys()].sort(), [...languages].sort())
})

for (const [language, texts] of catalogues) {
  test(`every text of the page exists in ${language}, and there are no others`, () => {
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(english).sort())
    const empty = Object.entries(texts).filter(([, text]) => text.trim() === '')
    assert.deepEqual(empty, [])
  })

  test(`each plural of the page has every form of ${language}, and each of its texts can be parsed`, () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const format = createMessageFormat(language)
    for (const [key, text] of Object.entries(texts)) {
      for (const plural of pluralsOf(text)) assert.deepEqual(formsOf(plural).sort(), forms.toSorted(), key)
      const params = Object.fromEntries(parametersOf(text).map((name) => [name, 5]))
      assert.doesNotMatch(format(text, params), /[{}#]|undefined/, key)
    }
  })

  test(`the texts in ${language} contain the same values as the English ones`, () => {
    for (const [key, text] of Object.entries(texts)) {
      const original = english[key] ?? ''
      assert.deepEqual(parametersOf(text), parametersOf(original), `${language} ${key}`)
      assert.equal(pluralsOf(text).length, pluralsOf(original).length, `${language} ${key}`)
      // A form for one or two things may spell out the number.
      for (const form of pluralsOf(text).flatMap((plural) => plural.match(/ \w+ \{[^{}]*\}/g) ?? []))
        if (!/^ (one|two) /.test(form)) assert.match(form, /#/, `${language} ${key}`)
    }
  })
}

test('each action in the activity has a text', () => {
  const texts = Object.keys(english).filter((key) => key.startsWith('event.'))
  const wanted = [...personActions, 'unknown'].map((action) => `event.${action}`)
  assert.deepEqual(texts.sort(), wanted.sort())
})

test('code that shows a text passes exactly the values that it contains', () => {
  const calls = [...source.matchAll(/\bt\(\s*'([\w.]+)'\s*(?:,\s*\{([^{}]*)\}\s*)?,?\s*\)/g)]
  assert.ok(calls.length > 100)
  for (const [call, key = '', params = ''] of calls) {
    const given = [...params.matchAll(/(?<=^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(([, name]) => name)
    assert.deepEqual(given.sort(), parametersOf(english[key] ?? ''), call)
  }
})

test('no text of the page is left unused', () => {
  // Code names texts by their full key, or by a prefix: t(`field.${name}`).
  const beginnings = [...source.matchAll(/t\(\s*`([\w.]+)\$\{/g)].map(([, beginning = '']) => beginning)
  const unused = Object.keys(english).filter(
    (key) => !source.includes(`'${key}'`) && !beginnings.some((start) => key.startsWith(start)),
  )
  assert.deepEqual(unused, [])
})
