import { parseArgs } from 'node:util'
import { withOtherHeader } from '../support/picture-headers.ts'
import { mutated } from '../support/picture-mutations.ts'
import { type Trial, tryMutations } from '../support/picture-trial.ts'

/**
 * Sends pictures of every accepted format through the workers, half of them mutated anywhere, half with other numbers in
 * their headers: each must be accepted or refused within the limits. `--count` (100,000) and `--seed` (1). Exits with 1 if one is neither.
 */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const [count, seed] = [Number(values.count), Number(values.seed)]
const start = performance.now()
const seconds = () => Math.round((performance.now() - start) / 1000)
const tell = ({ accepted, refused }: Trial, number: number) => {
  if (number > 0 && number % 10_000 === 0) {
    console.log(`${number} of ${count}, ${accepted} accepted, ${refused} refused, ${seconds()} s`)
  }
}
const trial = await tryMutations(count, seed, tell, (seeds, random) =>
  (random() < 0.5 ? mutated : withOtherHeader)(seeds, random),
)
for (const violation of trial.violations) console.log(violation)
const { lost } = trial
console.log(
  [
    `mutated pictures, seed ${seed}: ${count} in ${seconds()} s`,
    `${trial.accepted} accepted, ${trial.refused} refused`,
    `children lost: ${lost.crash} crashed, ${lost.memory} by memory, ${lost.time} by time`,
    `largest child ${Math.round(trial.peak / 1e6)} MB, longest picture ${Math.round(trial.longest)} ms`,
  ].join('\n'),
)
const failed = trial.violations.length
console.log(`${count - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
