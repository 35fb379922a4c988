/** The order in which lists answer a typed text; what counts as a code, a name or a relation is told by each option. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Option, rowsOf, UNSET } from '../../web/src/ui/choice-option.ts'
import { createSearch, meant } from '../../web/src/ui/choice-search.ts'

const option = (id: string, text: string, rest: Partial<Option> = {}): Option => ({
  id,
  text,
  detail: '',
  codes: [id],
  names: [],
  search: [],
  ...rest,
})

const languages = [
  option('ar', 'Arabic', { detail: 'العربية' }),
  option('de-AT', 'Austrian German', { detail: 'Österreichisches Deutsch', names: ['Austrian German'] }),
  option('nl', 'Dutch', { detail: 'Nederlands' }),
  option('de', 'German', { detail: 'Deutsch', names: ['Deutsch'] }),
  option('nds', 'Low German'),
  option('de-CH', 'Swiss High German'),
]
const zones = [
  option('Europe/Amsterdam', 'Amsterdam', {
    detail: 'UTC+1',
    codes: ['CET', 'UTC+1', '+1'],
    search: ['Netherlands'],
  }),
  option('Africa/Bamako', 'Bamako', { codes: ['GMT', 'UTC'], search: ['Mali'] }),
  option('Europe/Berlin', 'Berlin', { codes: ['CET', 'UTC+1', '+1'], search: ['Germany'], weight: 4 }),
  option('America/New_York', 'New York', { codes: ['EST', 'UTC-5', '-5'], search: ['United States'] }),
  option('Africa/Niamey', 'Niamey', { codes: [], search: ['Niger'] }),
  option('Africa/Lagos', 'Lagos', { codes: [], search: ['Nigeria'], weight: 15 }),
  option('Europe/Zurich', 'Zürich', { codes: ['CET', 'UTC+1', '+1'], search: ['Switzerland'] }),
]
const countries = [
  option('CI', 'Côte d’Ivoire', { codes: ['CI', '+225', '225'] }),
  option('DK', 'Denmark', { codes: ['DK', '+45', '45'] }),
  option('DE', 'Germany', { codes: ['DE', '+49', '49'], names: ['Deutschland'] }),
  option('FO', 'Færøerne', { codes: ['FO', '+298'] }),
]
const currencies = [
  option('AUD', 'Australian Dollar', { codes: ['AUD', '$'] }),
  option('EUR', 'Euro', { codes: ['EUR', '€'] }),
  option('USD', 'US Dollar', { codes: ['USD', '$'], weight: 2 }),
]
const japanese = [option('Europe/London', 'ロンドン')]

for (const [options, typed, ...found] of [
  // The code itself, then names and codes that begin with it.
  [languages, 'de', 'de', 'de-AT', 'de-CH'],
  [languages, 'german', 'de', 'de-AT', 'nds', 'de-CH'],
  [languages, 'deutsch', 'de', 'de-AT'],
  [languages, 'DE-at', 'de-AT'],
  [countries, 'de', 'DE', 'DK'],
  [countries, 'cote d', 'CI'],
  [countries, "d'ivoire", 'CI'],
  [countries, '+225', 'CI'],
  [countries, '225', 'CI'],
  [countries, 'faeroerne', 'FO'],
  [currencies, '€', 'EUR'],
  [currencies, '$', 'USD', 'AUD'],
  [currencies, 'dollar', 'USD', 'AUD'],
  [zones, 'ams', 'Europe/Amsterdam'],
  [zones, '  AMS ', 'Europe/Amsterdam'],
  [zones, 'new  york', 'America/New_York'],
  [zones, 'cet', 'Europe/Berlin', 'Europe/Amsterdam', 'Europe/Zurich'],
  [zones, 'utc + 1', 'Europe/Berlin', 'Europe/Amsterdam', 'Europe/Zurich'],
  [zones, 'utc−5', 'America/New_York'],
  [zones, 'zurich', 'Europe/Zurich'],
  // A whole country before one that only begins so, however many people live there.
  [zones, 'niger', 'Africa/Niamey', 'Africa/Lagos'],
  [zones, 'amako', 'Africa/Bamako'],
  [japanese, 'ドン', 'Europe/London'],
  [zones, 'nowhere'],
  [zones, '/'],
] as const)
  test(`typing ${JSON.stringify(typed)} finds ${found.join(', ') || 'nothing'}`, () =>
    assert.deepEqual(
      createSearch(options)(typed).map(({ option: { id } }) => id),
      found,
    ))

for (const [options, typed, id] of [
  [countries, 'germ', 'DE'],
  [zones, 'berlin', 'Europe/Berlin'],
  [languages, 'german', 'de'],
  [languages, 'de', 'de'],
  [languages, 'ger', null],
  [zones, 'cet', null],
  [zones, 'nowhere', null],
] as const)
  test(`a person who typed ${typed} and moved on meant ${id ?? 'nothing that is certain'}`, () =>
    assert.equal(meant(createSearch(options)(typed))?.id ?? null, id))

test('on top stand the row for no choice, the suggestions and the choice, each once', () => {
  const suggestions = [
    { id: 'Europe/Berlin', reason: 'here' },
    { id: 'unknown', reason: '' },
  ]
  const ids = (chosen: string) =>
    rowsOf(zones, chosen, suggestions, 'Automatic').map(({ id, isLastOnTop }) =>
      isLastOnTop ? `${id} |` : id,
    )
  assert.deepEqual(ids('Africa/Lagos').slice(0, 4), [
    UNSET,
    'Europe/Berlin',
    'Africa/Lagos |',
    'Europe/Amsterdam',
  ])
  assert.deepEqual(ids('').slice(0, 3), [UNSET, 'Europe/Berlin |', 'Europe/Amsterdam'])
  assert.equal(new Set(ids('Europe/Berlin')).size, zones.length + 1)
})
