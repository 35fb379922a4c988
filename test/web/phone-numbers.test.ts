import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatTyped, readNumber } from '../../web/src/screens/profile/phone-numbers.ts'

/** The typed text, the chosen country, and the values to send: number, country, calling code. */
const rows: [string, string, [string, string, string | null]][] = [
  ['06 12 34 56 78', 'FR', ['+33612345678', 'FR', '33']],
  ['+49 1511 2345678', 'FR', ['+4915112345678', 'DE', '49']],
  ['0049 1511 2345678', 'FR', ['+4915112345678', 'DE', '49']],
  // The United States and Japan dial 011 and 010, but people everywhere write 00.
  ['0049 1511 2345678', 'US', ['+4915112345678', 'DE', '49']],
  ['004915112345678', 'JP', ['+4915112345678', 'DE', '49']],
  ['011 49 1511 2345678', 'US', ['+4915112345678', 'DE', '49']],
  ['004915112345678', '', ['+4915112345678', 'DE', '49']],
  // Fullwidth, as on Japanese and Chinese keyboards.
  ['＋４９１５１１２３４５６７８', 'JP', ['+4915112345678', 'DE', '49']],
  ['００４９１５１１２３４５６７８', 'JP', ['+4915112345678', 'DE', '49']],
  ['０９０－１２３４－５６７８', 'JP', ['+819012345678', 'JP', '81']],
  ['٠٠٤٩١٥١١٢٣٤٥٦٧٨', 'EG', ['+4915112345678', 'DE', '49']],
  ['١', 'FR', ['1', 'FR', null]],
  // Countries that share a calling code: a number without it belongs to the chosen country.
  ['204 234 5678', 'US', ['+12042345678', 'US', '1']],
  ['+1 204 234 5678', 'US', ['+12042345678', 'CA', '1']],
  ['+1 555 555 5555', 'FR', ['+15555555555', 'US', '1']],
  ['+1 555 555 5555', 'CA', ['+15555555555', 'CA', '1']],
  // Belongs to no country (ITU-T E.164: +800).
  ['+800 1234 5678', 'FR', ['+80012345678', '', '800']],
  // Not yet a number: the chosen country stays.
  ['+', 'FR', ['+', 'FR', null]],
  ['00', 'FR', ['+', 'FR', null]],
  ['+4', 'FR', ['+4', 'FR', null]],
  ['1', 'FR', ['1', 'FR', null]],
  ['', 'FR', ['', 'FR', null]],
]
for (const [typed, chosen, [number, country, code]] of rows) {
  test(`typing ${typed || 'nothing'} with ${chosen || 'no country'} chosen`, () =>
    assert.deepEqual(readNumber(typed, chosen), { number, country, code }))
}

test('the typed text is shown with a plus and plain digits', () => {
  assert.equal(formatTyped('0049151', 'FR'), '+49 151')
  assert.equal(formatTyped('＋４９１５１', 'JP'), '+49 151')
  assert.equal(formatTyped(' ', 'FR'), '')
})
