import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

/** Prints one line per file, and failures, notes and output of tests in full. */
export async function* brief(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type === 'test:summary' && data.file !== undefined) {
      const { passed, tests, skipped } = data.counts
      const mark = data.success ? '✔' : '✖'
      const left = skipped > 0 ? `, ${skipped} skipped` : ''
      yield `${mark} ${relative('', data.file)}: ${passed} of ${tests} passed${left} (${seconds(data.duration_ms)})\n`
    } else if (type === 'test:fail' && isOwnFailure(data)) {
      yield `\n✖ ${headingOf(data)}\n`
      yield `${inspect(causeOf(data.details.error)).replaceAll(/^/gm, '  ')}\n\n`
    } else if (type === 'test:diagnostic' && data.file !== undefined) {
      yield `ℹ ${data.message}\n`
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message
    }
  }
}

type Failure = Extract<TestEvent, { type: 'test:fail' }>['data']

/** Returns whether the test itself failed. A suite that fails because of its tests adds no information. */
export const isOwnFailure = ({ details }: Failure): boolean =>
  (details.error as Error & { failureType?: string }).failureType !== 'subtestsFailed'

/** Returns the name of the test and its place. */
export const headingOf = ({ name, file, line }: Failure): string =>
  `${name} (${file === undefined ? '' : relative('', file)}:${line})`

/** Returns the beginning of what the test says about its failure, in one line. */
export const reasonOf = ({ details }: Failure): string => {
  const cause = causeOf(details.error)
  const text = cause instanceof Error ? cause.message : inspect(cause)
  return text.replace(/\s+/g, ' ').slice(0, 300)
}

const causeOf = (error: Error): unknown => error.cause ?? error
