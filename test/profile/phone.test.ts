import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max'
import { type Phone, resolvePhone, type SentPhone } from '../../src/profile/phone.ts'

const nothing: Phone = { phone_number: '', phone_code: '', country_code: '' }
const french: Phone = { phone_number: '+33612345678', phone_code: '33', country_code: 'FR' }
const inNorway: Phone = { ...nothing, country_code: 'NO' }
const bad = { phone_number: [{ key: 'phone_invalid' }] }
const noChoice = (value: string) => [{ key: 'invalid_choice', params: { value } }]

interface Row {
  what: string
  sent: SentPhone
  stored?: Phone
  values?: Partial<Phone>
  faults?: object
}

// contract: POST user/update/profile/ (row `phone_number` of the table, and the paragraph below it)
const rows: Row[] = [
  { what: '9 digits', sent: { phone_number: '999999999' }, values: { phone_number: '999999999' } },
  { what: '15 digits', sent: { phone_number: '9'.repeat(15) }, values: { phone_number: '9'.repeat(15) } },
  { what: '16 digits', sent: { phone_number: '9'.repeat(16) }, faults: bad },
  { what: '16 digits after a plus', sent: { phone_number: `+${'9'.repeat(16)}` }, faults: bad },
  { what: '8 digits and no country', sent: { phone_number: '41234567' }, faults: bad },
  {
    what: '8 digits with Norway stored',
    sent: { phone_number: '41234567' },
    stored: inNorway,
    values: { phone_number: '41234567' },
  },
  {
    what: '8 digits with Norway sent, in small letters',
    sent: { phone_number: '41234567', country_code: 'no' },
    values: { phone_number: '41234567', country_code: 'NO', phone_code: '47' },
  },
  {
    what: '8 digits, valid for the stored country but not for the sent one',
    sent: { phone_number: '41234567', country_code: 'FR' },
    stored: inNorway,
    values: { country_code: 'FR' },
    faults: bad,
  },
  {
    what: '8 digits with an emptied country',
    sent: { phone_number: '41234567', country_code: '' },
    stored: inNorway,
    values: { country_code: '' },
    faults: bad,
  },
  { what: 'too few digits for Norway', sent: { phone_number: '4123456' }, stored: inNorway, faults: bad },
  {
    what: 'a short number with the calling code of its country',
    sent: { phone_number: '+2901234', country_code: 'SH' },
    values: { phone_number: '+2901234', country_code: 'SH', phone_code: '290' },
  },
  {
    what: 'a short number with the calling code of another country',
    sent: { phone_number: '+2901234' },
    stored: inNorway,
    faults: bad,
  },
  { what: 'spaces between digits', sent: { phone_number: '06 12 34 56 78' }, faults: bad },
  { what: 'letters', sent: { phone_number: '06123456a8' }, faults: bad },
  { what: 'two plus signs', sent: { phone_number: '++33612345678' }, faults: bad },
  { what: 'a trailing plus sign', sent: { phone_number: '33612345678+' }, faults: bad },
  { what: 'a minus sign', sent: { phone_number: '-33612345678' }, faults: bad },
  { what: 'a trailing line break', sent: { phone_number: '0612345678\n' }, faults: bad },
  { what: 'a million digits', sent: { phone_number: '1'.repeat(1e6) }, faults: bad },
  {
    what: 'Arabic digits',
    sent: { phone_number: '٠٦١٢٣٤٥٦٧٨' },
    values: { phone_number: '0612345678' },
  },
  {
    what: 'Devanagari digits',
    sent: { phone_number: '०६१२३४५६७८' },
    values: { phone_number: '0612345678' },
  },
  {
    what: 'fullwidth digits and Adlam ones',
    sent: { phone_number: '０６１２３４５６\u{1e957}\u{1e958}' },
    values: { phone_number: '0612345678' },
  },
  {
    what: 'mathematical digits, which are five adjacent runs',
    sent: { phone_number: '\u{1d7ce}\u{1d7e0}\u{1d7ea}\u{1d7f5}\u{1d7ff}12345' },
    values: { phone_number: '0889912345' },
  },
  { what: 'digits that are not decimal', sent: { phone_number: '①②③④⑤⑥⑦⑧⑨' }, faults: bad },
  {
    what: 'only a number with plus: both codes are derived',
    sent: { phone_number: '+33612345678' },
    values: french,
  },
  {
    what: 'only a number without plus: nothing is derived',
    sent: { phone_number: '0698765432' },
    stored: french,
    values: { phone_number: '0698765432' },
  },
  {
    what: 'a number with plus and another country: the calling code follows',
    sent: { phone_number: '+4915112345678', country_code: 'DE' },
    stored: french,
    values: { phone_number: '+4915112345678', country_code: 'DE', phone_code: '49' },
  },
  {
    what: 'a number without plus and another country: the calling code follows',
    sent: { phone_number: '015112345678', country_code: 'de' },
    stored: french,
    values: { phone_number: '015112345678', country_code: 'DE', phone_code: '49' },
  },
  {
    what: 'a number with plus and the stored country, as in the sample: the calling code is that of the number',
    sent: { phone_number: '+4915112345678', country_code: 'FR' },
    stored: french,
    values: { phone_number: '+4915112345678', country_code: 'FR', phone_code: '49' },
  },
  {
    what: 'a number and a country without its own network',
    sent: { phone_number: '0612345678', country_code: 'AQ' },
    stored: french,
    values: { phone_number: '0612345678', country_code: 'AQ', phone_code: '' },
  },
  {
    what: 'a number without plus and an emptied country: the calling code stays',
    sent: { phone_number: '0698765432', country_code: '' },
    stored: french,
    values: { phone_number: '0698765432', country_code: '' },
  },
  {
    what: 'a number and an invalid country: nothing is derived from it',
    sent: { phone_number: '0698765432', country_code: 'XX' },
    stored: french,
    values: { phone_number: '0698765432' },
    faults: { country_code: noChoice('XX') },
  },
  {
    what: 'a number, another country and a calling code: the sent values count',
    sent: { phone_number: '+4915112345678', country_code: 'DE', phone_code: '33' },
    stored: french,
    values: { phone_number: '+4915112345678', country_code: 'DE', phone_code: '33' },
  },
  {
    what: 'the stored number with another country: no new number, so nothing follows',
    sent: { phone_number: '+33612345678', country_code: 'BE' },
    stored: french,
    values: { phone_number: '+33612345678', country_code: 'BE' },
  },
  {
    what: 'a number of the kind +1 that no country has: the main country of the code',
    sent: { phone_number: '+15555555555' },
    values: { phone_number: '+15555555555', phone_code: '1', country_code: 'US' },
  },
  {
    what: 'the same with a stored country that shares the code',
    sent: { phone_number: '+15555555555' },
    stored: { ...nothing, country_code: 'CA' },
    values: { phone_number: '+15555555555', phone_code: '1', country_code: 'CA' },
  },
  {
    what: 'a number of no country (ITU-T E.164: +800)',
    sent: { phone_number: '+80012345678' },
    stored: french,
    values: { phone_number: '+80012345678', phone_code: '800', country_code: '' },
  },
  {
    what: 'an unknown calling code in the number',
    sent: { phone_number: '+99912345678' },
    stored: french,
    values: { phone_number: '+99912345678', phone_code: '', country_code: '' },
  },
  {
    what: 'an emptied number: both codes are cleared',
    sent: { phone_number: '' },
    stored: french,
    values: nothing,
  },
  {
    what: 'an emptied number and a code',
    sent: { phone_number: '', phone_code: '49' },
    stored: french,
    values: { ...nothing, phone_code: '49' },
  },
  {
    what: 'an emptied number with an invalid code: that one stays',
    sent: { phone_number: '', phone_code: 'x' },
    stored: french,
    values: { phone_number: '', country_code: '' },
    faults: { phone_code: noChoice('x') },
  },
  {
    what: 'an empty number without a stored one: the codes stay',
    sent: { phone_number: '' },
    stored: inNorway,
    values: { phone_number: '' },
  },
  { what: 'a calling code with plus', sent: { phone_code: '+44' }, values: { phone_code: '44' } },
  { what: 'a calling code in Devanagari', sent: { phone_code: '४४' }, values: { phone_code: '44' } },
  { what: 'an emptied calling code', sent: { phone_code: '' }, stored: french, values: { phone_code: '' } },
  { what: 'an unknown calling code', sent: { phone_code: '999' }, faults: { phone_code: noChoice('999') } },
  { what: 'a dialed prefix', sent: { phone_code: '0033' }, faults: { phone_code: noChoice('0033') } },
  { what: 'an unknown country', sent: { country_code: 'qq' }, faults: { country_code: noChoice('qq') } },
  { what: 'alpha-3', sent: { country_code: 'FRA' }, faults: { country_code: noChoice('FRA') } },
  {
    what: 'a name every object has',
    sent: { country_code: '__proto__', phone_code: 'constructor' },
    faults: { country_code: noChoice('__proto__'), phone_code: noChoice('constructor') },
  },
  {
    what: 'three faults together',
    sent: { phone_number: '12', phone_code: 'x', country_code: 'XX' },
    faults: { ...bad, phone_code: noChoice('x'), country_code: noChoice('XX') },
  },
  {
    what: 'the stored values, valid or not',
    sent: { phone_number: '12 34', phone_code: 'abc', country_code: 'ZZ' },
    stored: { phone_number: '12 34', phone_code: 'abc', country_code: 'ZZ' },
    values: { phone_number: '12 34', phone_code: 'abc', country_code: 'ZZ' },
  },
  {
    what: 'only the stored number: nothing is derived again',
    sent: { phone_number: '+33612345678' },
    stored: { ...french, phone_code: '', country_code: 'BE' },
    values: { phone_number: '+33612345678' },
  },
]

for (const { what, sent, stored = nothing, values = {}, faults = {} } of rows) {
  test(`sending ${what}`, () => assert.deepEqual(resolvePhone(sent, stored), { values, faults }))
}

test('only listed countries are accepted and derived', () => {
  const onlyNorway = (code: string) => (code === 'NO' ? code : null)
  assert.deepEqual(resolvePhone({ country_code: 'FR' }, nothing, onlyNorway).faults, {
    country_code: noChoice('FR'),
  })
  assert.deepEqual(resolvePhone({ phone_number: '+33612345678' }, nothing, onlyNorway).values, {
    ...french,
    country_code: '',
  })
})

test('any stored value can be sent back, and an accepted value is accepted again', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.stringMatching(/^\+?[0-9٠-٩]{0,17}$/),
    fc.constantFrom(...getCountries()),
    fc.constantFrom(...getCountries().map((country) => getCountryCallingCode(country))),
  )
  const phone = fc.record(
    { phone_number: text, phone_code: text, country_code: text },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(phone, phone, (sent, stored) => {
      assert.deepEqual(resolvePhone(stored, stored), { values: stored, faults: {} })
      const { values } = resolvePhone(sent, stored)
      const now = { ...stored, ...values }
      assert.deepEqual(resolvePhone(now, now).faults, {})
      if (values.phone_number !== undefined && values.phone_number !== stored.phone_number) {
        assert.match(values.phone_number, /^(\+?[0-9]{1,15})?$/)
      }
    }),
  )
})
