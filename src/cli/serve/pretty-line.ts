import { styleText } from 'node:util'
import { plain } from '../output.ts'

type Style = Parameters<typeof styleText>[0]

/** Levels of pino, with the names of `LOG_LEVEL`. */
const levels: Readonly<Record<number, [name: string, style: Style]>> = {
  10: ['TRACE', 'gray'],
  20: ['DEBUG', 'gray'],
  30: ['INFO', 'green'],
  40: ['WARN', 'yellow'],
  50: ['ERROR', 'red'],
  60: ['FATAL', ['bold', 'red']],
}
const WARN = 40
const ERROR = 50
/** Maximum characters of a value, and of a stack. */
const VALUE_MAX = 200
const STACK_MAX = 4000

/** Fields that are for programs rather than for people; warnings and errors show them too. */
const QUIET = new Set(['reqId', 'application', 'user', 'trace_id', 'span_id'])

/**
 * Formats a log line for people: time of day, level, message and other fields, with the stack of an error on lines of its
 * own. A text that is not a log line is returned unchanged. Its contents cannot control the terminal.
 * @param json a JSON object, with or without a line break at the end
 */
export function prettyLine(json: string, { hasColors }: { hasColors: boolean }): string {
  const line = read(json)
  if (line === null) return json
  const paint = (style: Style, text: string) =>
    hasColors ? styleText(style, text, { validateStream: false }) : text
  const { level, time, msg, err, ...fields } = line
  const number = typeof level === 'number' ? level : 30
  const [name, style] = levels[number] ?? ['LOG', 'gray']
  const parts = [
    paint('gray', timeOfDay(time)),
    paint(style, name.padEnd(5)),
    ...messageOf(typeof msg === 'string' ? msg : '', fields),
    ...Object.entries(fields)
      .filter(([key, value]) => value !== undefined && (number >= WARN || !QUIET.has(key)))
      .map(([key, value]) => `${paint('gray', `${plain(key)}=`)}${shownValue(value)}`),
  ]
  return `${parts.join(' ')}${faultOf(err, number)}\n`
}

type Fields = Record<string, unknown>

function read(json: string): Fields | null {
  try {
    const line = JSON.parse(json)
    return typeof line === 'object' && line !== null && !Array.isArray(line) ? line : null
  } catch {
    return null
  }
}

/** For a request, the message consists of method, route, status and time. */
function messageOf(message: string, fields: Fields): string[] {
  const { method, route, status, ms } = fields
  if (message !== 'request' || typeof status !== 'number') return [plain(message)]
  for (const key of ['method', 'route', 'status', 'ms']) delete fields[key]
  return [plain(`${method} ${route ?? '(no such path)'}`), String(status), `${ms} ms`]
}

function timeOfDay(time: unknown): string {
  const date = new Date(typeof time === 'string' || typeof time === 'number' ? time : Number.NaN)
  if (Number.isNaN(date.getTime())) return '--:--:--.---'
  const two = (number: number) => String(number).padStart(2, '0')
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`
}

function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const short = text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text
  return typeof value === 'string' && /[\s"=]|^$/.test(short) ? JSON.stringify(plain(short)) : plain(short)
}

/** Returns the stack of an error, and only the message for a warning. */
function faultOf(err: unknown, level: number): string {
  if (typeof err !== 'object' || err === null) return ''
  const { type, message, stack } = err as Record<string, unknown>
  const brief = `${type ?? 'Error'}: ${message ?? ''}`
  const text = level >= ERROR && typeof stack === 'string' ? stack : brief
  return text
    .slice(0, STACK_MAX)
    .split('\n')
    .map((line) => `\n    ${plain(line)}`)
    .join('')
}
