import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

/** One line for each file; failures, what tests noted and what they printed in full. */
export async function* brief(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type === 'test:summary' && data.file !== undefined) {
      const { passed, tests, skipped } = data.counts
      const mark = data.success ? '✔' : '✖'
      const left = skipped > 0 ? `, ${skipped} skipped` : ''
      yield `${mark} ${relative('', data.file)}: ${passed} of ${tests} passed${left} (${seconds(data.duration_ms)})\n`
    } else if (type === 'test:fail' && isOwn(data.details.error)) {
      const { file, line } = data
      yield `\n✖ ${data.name}\n  ${file === undefined ? '' : relative('', file)}:${line}\n`
      yield `${inspect(causeOf(data.details.error)).replaceAll(/^/gm, '  ')}\n\n`
    } else if (type === 'test:diagnostic' && data.file !== undefined) {
      yield `ℹ ${data.message}\n`
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message
    }
  }
}

/** A suite that fails because of its tests says nothing that they have not said. */
const isOwn = (error: Error): boolean =>
  (error as Error & { failureType?: string }).failureType !== 'subtestsFailed'

const causeOf = (error: Error): unknown => error.cause ?? error
