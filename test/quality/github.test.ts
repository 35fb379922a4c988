import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { notesFor } from '../../scripts/release-notes.ts'
import { settings } from '../../src/config/settings.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const packageFile = JSON.parse(read('package.json'))

interface Step {
  uses?: string
  run?: string
}
interface Job {
  uses?: string
  steps?: Step[]
  permissions?: Record<string, string>
  container?: { image: string }
  strategy?: { matrix: { part?: string[] } }
  'timeout-minutes'?: number
}
interface Workflow {
  permissions: Record<string, string>
  concurrency: { group: string }
  jobs: Record<string, Job>
}
const workflows = globSync('.github/workflows/*.yml', { cwd: root }).map((file) => ({
  file,
  text: read(file),
  workflow: parse(read(file)) as Workflow,
}))
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${file}, ${name}`, job })),
)

test('a workflow has only the permissions that its jobs request', () => {
  for (const { file, workflow } of workflows) assert.deepEqual(workflow.permissions, {}, file)
  for (const { where, job } of jobs) assert.ok(job.permissions, where)
})

test('every job has a time limit, and no workflow waits for itself', () => {
  for (const { where, job } of jobs) assert.ok(job.uses ?? job['timeout-minutes'], where)
  const groups = workflows.map(({ workflow }) => workflow.concurrency.group)
  // A workflow that calls another one would wait for it forever in the same group.
  assert.equal(new Set(groups).size, groups.length)
})

test('every action is pinned to a commit, with its version in a comment', () => {
  for (const { file, text } of workflows)
    for (const [line, action = ''] of text.matchAll(/^.*\buses: (\S+).*$/gm))
      if (!action.startsWith('./')) assert.match(line, /@[0-9a-f]{40} # v\d+(\.\d+)*$/, `${file}: ${line}`)
})

test('the workflows start existing scripts', () => {
  const commands = jobs.flatMap(({ job }) => job.steps?.flatMap(({ run }) => run ?? []) ?? [])
  const scripts = commands.flatMap((run) => [...run.matchAll(/npm run (?:-s )?([a-z:-]+)/g)])
  for (const [, name = ''] of scripts) assert.ok(name in packageFile.scripts, name)
  const files = commands.flatMap((run) => [...run.matchAll(/bash (\S+)/g)])
  assert.ok(files.length >= 2)
  for (const [, file = ''] of files) assert.ok(existsSync(join(root, file)), file)
  for (const { job } of jobs) if (job.uses) assert.ok(existsSync(join(root, job.uses)), job.uses)
})

test('every part of .ci/conformance runs once a week', () => {
  const parts = /^parts=\((.+)\)$/m.exec(read('.ci/conformance'))?.[1]?.split(' ')
  const { workflow } = workflows.find(({ file }) => file.endsWith('conformance.yml')) ?? {}
  assert.deepEqual(workflow?.jobs.part?.strategy?.matrix.part, parts)
})

const devcontainer = JSON.parse(read('.devcontainer/devcontainer.json')) as {
  image: string
  postCreateCommand: string
  forwardPorts: number[]
}

test('the devcontainer installs the packages for the tests, and forwards the served ports', () => {
  const scripts = [...devcontainer.postCreateCommand.matchAll(/npm run ([a-z:-]+)/g)]
  assert.ok(scripts.length > 0)
  for (const [, name = ''] of scripts) assert.ok(name in packageFile.scripts, name)
  const dev = Number(/process\.env\.PORT \?\? (\d+)/.exec(read('scripts/dev.ts'))?.[1])
  assert.deepEqual(devcontainer.forwardPorts, [Number(settings.PORT.default), dev])
})

test('workflows and devcontainer run on the Node.js of the project', () => {
  const major = read('.node-version').trim()
  const images = [...jobs.flatMap(({ job }) => job.container?.image ?? []), devcontainer.image]
  assert.ok(images.length > 2)
  for (const image of images) assert.match(image, new RegExp(`^node:${major}-`))
})

test('the issue forms use only elements that GitHub supports', () => {
  for (const file of globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: root })) {
    const form = parse(read(file)) as { name?: string; body?: Record<string, unknown>[] }
    if (file.endsWith('config.yml')) continue
    assert.ok(form.name, file)
    const ids = form.body?.flatMap(({ id }) => id ?? []) ?? []
    assert.equal(new Set(ids).size, ids.length, file)
    for (const { type, attributes } of form.body ?? []) {
      assert.ok(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes'].includes(String(type)), file)
      const { label, value, options } = attributes as { label?: string; value?: string; options?: string[] }
      assert.ok(type === 'markdown' ? value : label, file)
      if (type === 'dropdown') assert.ok(options && options.length > 1, file)
    }
  }
  assert.match(read('.github/ISSUE_TEMPLATE/bug.yml'), /security\/policy/)
})

test('Renovate upgrades all Node.js packages of the lock file together', () => {
  const { packageRules } = JSON.parse(read('renovate.json')) as {
    packageRules: { groupName?: string; matchPackageNames?: string[] }[]
  }
  const group = packageRules.find(({ groupName }) => groupName === 'Node.js')?.matchPackageNames
  for (const name of Object.keys(packageFile.optionalDependencies)) assert.ok(group?.includes(name), name)
})

const changelog = `# Changelog

## [Unreleased]

## [1.2.3] - 2026-12-01

### Fixed

- This.

## [1.2.2] - 2026-11-01

- That.

[1.2.3]: https://example.com
`

test('the notes of a release are its section of the changelog', () => {
  assert.equal(notesFor('v1.2.3', '1.2.3', changelog), '### Fixed\n\n- This.\n')
  assert.equal(notesFor('v1.2.2', '1.2.2', changelog), '- That.\n')
})

test('a tag with another version, or one without changes, creates no release', () => {
  assert.throws(() => notesFor('v1.2.4', '1.2.3', changelog), /package.json has version 1.2.3/)
  assert.throws(() => notesFor('1.2.3', '1.2.3', changelog), /The tag is 1.2.3/)
  assert.throws(() => notesFor('v2.0.0', '2.0.0', changelog), /no section "## \[2.0.0\]"/)
})
