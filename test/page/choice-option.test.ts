import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Option, searchOf } from '../../web/src/ui/choice-option.ts'

const option = (text: string, detail = '', ...search: string[]): Option => ({
  id: text,
  text,
  detail,
  search,
})
const options = [
  option('Bamako – Greenwich Mean Time', 'UTC', 'Africa/Bamako', 'Mali'),
  option('Amsterdam – Central European Time', 'UTC+01:00', 'Europe/Amsterdam', 'Netherlands'),
  option('New York – Eastern Time', 'UTC-05:00', 'America/New_York', 'United States'),
  option('Côte d’Ivoire', '+225', 'CI'),
  option('Euro', 'EUR · €', 'EUR', '€'),
  option('ロンドン', 'UTC', 'Europe/London'),
]

for (const [typed, ...found] of [
  ['ams', 'Amsterdam – Central European Time'],
  ['  AMS ', 'Amsterdam – Central European Time'],
  ['york', 'New York – Eastern Time'],
  ['new_york', 'New York – Eastern Time'],
  ['new  york', 'New York – Eastern Time'],
  ['nether', 'Amsterdam – Central European Time'],
  ['cote d', 'Côte d’Ivoire'],
  ["d'ivoire", 'Côte d’Ivoire'],
  ['+225', 'Côte d’Ivoire'],
  ['225', 'Côte d’Ivoire'],
  ['€', 'Euro'],
  ['ドン', 'ロンドン'],
  ['amako', 'Bamako – Greenwich Mean Time'],
  ['nowhere'],
] as const)
  test(`whoever types ${JSON.stringify(typed)} finds ${found.join(', ') || 'nothing'}`, () => {
    const isFound = searchOf(options)
    assert.deepEqual(
      options.filter(({ text }) => isFound(text, typed)).map(({ text }) => text),
      found,
    )
  })

test('whoever types nothing finds everything', () => {
  const isFound = searchOf(options)
  for (const typed of ['', ' ']) assert.ok(options.every(({ text }) => isFound(text, typed)))
})
