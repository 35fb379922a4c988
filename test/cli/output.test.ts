import assert from 'node:assert/strict'
import { test } from 'node:test'
import { table } from '../../src/cli/output.ts'

test('columns line up whatever the width of their content', () => {
  const rows = [
    ['\u5c71\u7530', 'wide characters take two columns'],
    ['Zoe\u0308', 'a mark on a letter takes none'],
    ['\u{1f469}\u{1f3fd}', 'an emoji of two code points takes two'],
    ['Ada', 'plain'],
  ]
  assert.deepEqual(table(['NAME', 'WHY'], rows).split('\n'), [
    'NAME  WHY',
    '\u5c71\u7530  wide characters take two columns',
    'Zoe\u0308   a mark on a letter takes none',
    '\u{1f469}\u{1f3fd}    an emoji of two code points takes two',
    'Ada   plain',
  ])
})

test('values chosen by people cannot control the terminal', () => {
  assert.equal(table(['NAME'], [['a\u001b[31m\u202eb']]), 'NAME\na\ufffd[31m\ufffdb')
})
