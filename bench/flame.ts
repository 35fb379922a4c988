/** Part of a processor profile in the format of V8 (Chrome DevTools Protocol, Profiler.Profile). */
export interface Profile {
  nodes: {
    id: number
    callFrame: { functionName: string; url: string; lineNumber: number }
    children?: number[]
  }[]
  samples: number[]
  timeDeltas: number[]
}

/** A function with the time that it and what it called took, in microseconds. */
interface Frame {
  name: string
  time: number
  called: Map<string, Frame>
}

const WIDTH = 1200
const ROW = 16
/** Frames with less than this share of all time are left out. */
const LEAST = 0.004

/** Draws a flame graph of the last seconds of a profile, without idle time, as SVG. */
export function flameGraph(profile: Profile, seconds: number, title: string): string {
  const root = treeOf(profile, seconds)
  const rows: string[] = []
  let depth = 0
  const draw = (frame: Frame, left: number, level: number): void => {
    depth = Math.max(depth, level)
    const width = (frame.time / root.time) * WIDTH
    const percent = ((frame.time / root.time) * 100).toFixed(1)
    const shown = width > 40 ? frame.name.slice(0, Math.floor(width / 6.2)) : ''
    rows.push(
      `<g transform="translate(${left.toFixed(1)} ${level * ROW + 24})"><title>${escaped(frame.name)} (${percent} %)</title>` +
        `<rect width="${Math.max(width - 0.5, 0.5).toFixed(1)}" height="${ROW - 1}" fill="${colorOf(frame.name)}"/>` +
        `<text x="3" y="11">${escaped(shown)}</text></g>`,
    )
    let at = left
    for (const one of [...frame.called.values()].toSorted((a, b) => b.time - a.time)) {
      if (one.time / root.time >= LEAST) draw(one, at, level + 1)
      at += (one.time / root.time) * WIDTH
    }
  }
  draw(root, 0, 0)
  const height = (depth + 2) * ROW + 24
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="10" role="img">
<title>Flame graph: ${escaped(title)}</title><rect width="${WIDTH}" height="${height}" fill="#fff"/><text x="3" y="15" font-size="13">${escaped(title)}</text>
${rows.join('\n')}
</svg>
`
}

function treeOf({ nodes, samples, timeDeltas }: Profile, seconds: number): Frame {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(
    nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)),
  )
  const root: Frame = { name: 'all', time: 0, called: new Map() }
  const from = timeDeltas.reduce((sum, delta) => sum + delta, 0) - seconds * 1e6
  let now = 0
  for (const [i, sample] of samples.entries()) {
    const delta = timeDeltas[i]!
    now += delta
    const stack: string[] = []
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id))
      stack.push(nameOf(byId.get(id)!))
    if (now < from || stack[0] === '(idle)') continue
    root.time += delta
    let frame = root
    for (const name of stack.toReversed().slice(1)) {
      const called = frame.called.get(name) ?? { name, time: 0, called: new Map() }
      frame.called.set(name, called)
      called.time += delta
      frame = called
    }
  }
  return root
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: Profile['nodes'][number]): string {
  const file = url.replace(/^.*\/node_modules\//, '').replace(/^file:.*?\/(?=(src|common)\/)/, '')
  const name = functionName === '' ? '(anonymous)' : functionName
  return file === '' ? name : `${name} ${file}:${lineNumber + 1}`
}

/** The service warm, its packages blue, the runtime grey. */
function colorOf(name: string): string {
  if (/ (src|common)\//.test(name)) return '#f7b267'
  if (/ node:/.test(name) || !name.includes(' ')) return '#d5d5d5'
  return '#a9c7e8'
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
