import type { TestService } from './service.ts'

/** One line of a scrape. */
export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

/** Returns the address of a test service's metrics, from its log. */
export function metricsUrl({ logged }: Pick<TestService, 'logged'>): string {
  const url = logged.map(({ msg }) => /^metrics at (.*)/.exec(String(msg))?.[1]).find(Boolean)
  if (url === undefined) throw new Error('no metrics in the log')
  return url
}

/** Reads the metrics, as text and line by line. */
export async function scrape(url: string): Promise<{ text: string; samples: Sample[] }> {
  const answer = await fetch(url)
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
  const text = await answer.text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return { text, samples: lines.map(sampleOf) }
}

function sampleOf(line: string): Sample {
  const [, name = '', labels = '', value] = /^([a-z_0-9]+)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? []
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text])
  return { name, labels: Object.fromEntries(pairs), value: Number(value) }
}

/** Returns the value of the only sample with this name and these labels, or undefined. */
export function sampleValue(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  return samples.find(
    (one) => one.name === name && Object.entries(labels).every(([key, text]) => one.labels[key] === text),
  )?.value
}
