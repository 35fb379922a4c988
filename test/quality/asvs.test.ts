import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import levels from '../fixtures/asvs-5.0.0.json' with { type: 'json' }

const root = join(import.meta.dirname, '../..')
const document = readFileSync(join(root, 'docs/security/asvs.md'), 'utf8')
const rows = document
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [id = '', level = '', requirement = '', state = '', how = '', ...rest] = line
      .slice(2, -2)
      .split(' | ')
    assert.deepEqual(rest, [], line)
    return { id, level: Number(level), requirement, state, how }
  })
const byState = (state: string) => rows.filter((row) => row.state === state)

test('asvs.md has each requirement of levels 1 and 2 once, in the order of the standard and with its level', () => {
  // Ids and levels of the flat JSON that OWASP publishes with 5.0.0.
  assert.deepEqual(
    rows.map(({ id, level }) => [id, level]),
    Object.entries(levels),
  )
})

test('asvs.md says how each requirement is met, by an existing file or test, or why not', () => {
  for (const { id, requirement, state, how } of rows) {
    assert.match(state, /^(met|partly|n\/a|\*\*open\*\*)$/, id)
    assert.ok(requirement.length > 2 && how.length > 2, id)
    const links = [...how.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link)
    for (const link of links) assert.ok(existsSync(join(root, 'docs/security', link)), `${id} names ${link}`)
    if (state === '**open**') assert.match(how, /not met yet: \S/, id)
    else if (state !== 'partly') assert.doesNotMatch(how, /not met yet/, id)
    const isToldApart = /^(No|See|By) |There (is|are) no|^The (service|page)/.test(how)
    if (state === 'met') assert.ok(links.length > 0 || isToldApart, `${id} names no file or test`)
  }
})

test('asvs.md counts the states correctly, and names its source and license', () => {
  for (const state of ['met', 'partly', '**open**', 'n/a']) {
    const counts = [1, 2].map((level) => byState(state).filter((row) => row.level === level).length)
    const line = document
      .split('\n')
      .find((text) => text.startsWith(`| ${state} | it `) || text.startsWith(`| ${state} | the `))
    assert.ok(line?.endsWith(` | ${counts[0]} | ${counts[1]} |`), `${state}: ${counts.join(', ')}; ${line}`)
  }
  assert.match(document, /CC BY-SA 4\.0/)
  assert.match(document, /github\.com\/OWASP\/ASVS/)
})
