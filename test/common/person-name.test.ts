import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullName, initialsOf, isFamilyFirst } from '../../common/person-name.ts'

/** Given name, family name, language of the person; the whole name and its initials. */
const names: [given: string, family: string, language: string, whole: string, initials: string][] = [
  ['Ada', 'Lovelace', 'en', 'Ada Lovelace', 'A\u200cL'],
  ['Ada', '', 'en', 'Ada', 'A'],
  ['', '', 'en', '', ''],
  // In Japanese, Chinese and Korean characters the family name comes first, whatever the language.
  ['太郎', '山田', 'ja', '山田太郎', '山'],
  ['太郎', '山田', 'en', '山田太郎', '山'],
  ['小龙', '李', 'zh-Hans', '李小龙', '李'],
  ['민준', '김', 'ko', '김민준', '김'],
  // Latin letters are not the script of these languages.
  ['Taro', 'Yamada', 'ja', 'Taro Yamada', 'T\u200cY'],
  ['Minjun', 'Kim', 'ko', 'Minjun Kim', 'M\u200cK'],
  ['Anna', 'Kovács', 'hu', 'Kovács Anna', 'K\u200cA'],
  ['Anna', 'Kovács', 'de', 'Anna Kovács', 'A\u200cK'],
  ['Văn An', 'Nguyễn', 'vi', 'Nguyễn Văn An', 'N\u200cV'],
  ['ليلى', 'حداد', 'ar', 'ليلى حداد', 'ل\u200cح'],
  ['नेहा', 'शर्मा', 'hi', 'नेहा शर्मा', 'ने\u200cश'],
  // An i has a dot in Turkish; what looks like one sign is one.
  ['ilker', 'ırmak', 'tr', 'ilker ırmak', 'İ\u200cI'],
  ['👩🏽‍🚀', '', 'en', '👩🏽‍🚀', '👩🏽‍🚀'],
  ['(Bob)', '"Smith"', 'en', '(Bob) "Smith"', 'B\u200cS'],
  ['e\u0301mile', '', 'fr', 'e\u0301mile', 'E\u0301'],
]

for (const [given, family, language, whole, initials] of names)
  test(`${given || '–'} and ${family || '–'} in ${language} are ${whole || 'nothing'}`, () => {
    assert.equal(fullName({ given, family }, language), whole)
    assert.equal(initialsOf({ given, family }, language).join('\u200c'), initials)
  })

test('a form without a name has the family name first where the language does', () => {
  const first = ['hu', 'ja', 'km', 'ko', 'mn', 'vi', 'yue', 'zh', 'zh-Hans', 'zh-Hant-TW']
  const last = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'pt', 'tr']
  const of = (language: string) => isFamilyFirst({ given: '', family: '' }, language)
  assert.deepEqual(first.filter(of), first)
  assert.deepEqual(last.filter(of), [])
})
