import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Case, cases } from './cases.ts'
import { medianOf } from './percentile.ts'
import { type Bounds, type Run, runCase, type Subject, startSubject } from './subject.ts'

/** A loss of this share in every round is one. */
const LOSS = 0.2
const home = join(import.meta.dirname, '..')

/**
 * Measures a commit and this checkout in turn, A B A B, so that what else the machine does meets both. Sets the exit code
 * to 1 if a case takes at least 20 % more processor time in every round.
 */
export async function compareWithCommit(ref: string, bounds: Bounds): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-compare-'))
  const other = join(folder, 'checkout')
  const git = (...args: string[]) => execFileSync('git', args, { cwd: home, stdio: 'pipe' })
  git('worktree', 'add', '--detach', other, ref)
  const subjects: Subject[] = []
  const runs = new Map<Case, [Run[], Run[]]>(cases.map((one) => [one, [[], []]]))
  try {
    await install(other)
    for (const root of [other, home]) subjects.push(await startSubject(root))
    for (let round = 0; round < bounds.rounds; round++)
      for (const one of cases)
        for (const [index, subject] of subjects.entries()) {
          runs.get(one)![index]!.push(await runCase(subject.server, subject.scripts.get(one)!, bounds))
        }
  } finally {
    for (const subject of subjects) await subject.stop()
    git('worktree', 'remove', '--force', other)
    await rm(folder, { recursive: true, force: true })
  }
  console.table(cases.map((one) => rowOf(ref, one, ...runs.get(one)!)))
}

/** The dependencies of the checkout: those of this one if they are the same. */
async function install(root: string): Promise<void> {
  const [mine, its] = await Promise.all(
    [home, root].map((folder) => readFile(join(folder, 'package-lock.json'), 'utf8')),
  )
  if (mine === its) await symlink(join(home, 'node_modules'), join(root, 'node_modules'))
  else execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' })
}

function rowOf(ref: string, { name }: Case, before: readonly Run[], now: readonly Run[]) {
  const changes = now.map((run, round) => run.processor / before[round]!.processor - 1)
  if (changes.every((change) => change >= LOSS)) {
    console.error(`${name}: at least ${LOSS * 100} % more processor time in every round`)
    process.exitCode = 1
  }
  return {
    request: name,
    [`${ref} µs`]: Math.round(medianOf(before, 'processor')),
    'now µs': Math.round(medianOf(now, 'processor')),
    changes: changes.map((change) => `${change > 0 ? '+' : ''}${Math.round(change * 100)} %`).join(', '),
  }
}
