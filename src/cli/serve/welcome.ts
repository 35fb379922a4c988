import { styleText } from 'node:util'

/** What a start shows to the operator. */
export interface Welcome {
  version: string
  /** Where everything is: label and place. */
  places: readonly (readonly [label: string, place: string])[]
  /** An application and a person that were just created for trying the service. */
  demo: { apikey: string; username: string; password: string; curl: string } | null
  /** What the operator may do next: label and command. */
  steps: readonly (readonly [label: string, command: string])[]
  /** Remarks on all of it, one a line. */
  notes: readonly string[]
}

/** Returns a command of the operator as it can be typed where the service was started. */
export type CommandLine = (args: string) => string

/**
 * Returns commands with the data folder of this start, without which they would work on another installation.
 * @param isCheckout whether the command is called by its path in a checkout
 */
export function commandLines(
  env: Readonly<Record<string, string | undefined>>,
  isCheckout: boolean,
): CommandLine {
  const folder = env.DATA_DIR?.trim()
  const setting = folder ? `DATA_DIR=${shellWord(folder)} ` : ''
  const name = isCheckout ? 'bin/user-profile' : 'user-profile'
  return (args) => `${setting}${name} ${args}`
}

/** Quotes the text as one word for `sh` if needed. */
function shellWord(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** Formats what a start shows. A line that is meant to be copied begins at the margin. */
export function welcomeText(welcome: Welcome, { hasColors }: { hasColors: boolean }): string {
  const { version, places, demo, steps, notes } = welcome
  const bold = (text: string) => (hasColors ? styleText('bold', text, { validateStream: false }) : text)
  const lines = ['', bold(`User Profile ${version} is ready.`), '', ...columns(places)]
  if (demo) {
    const { apikey, username, password, curl } = demo
    lines.push(
      '',
      'The installation was empty. This person and this application were created for trying it:',
      '',
      ...columns([
        ['User name', username],
        ['Password', bold(password)],
        ['API key', bold(apikey)],
      ]),
      '',
      'The password and the key are not shown again. Get the profile, at any time:',
      '',
      curl,
    )
  }
  if (steps.length > 0) lines.push('', 'Next steps:', '', ...columns(steps))
  if (notes.length > 0) lines.push('', ...notes)
  return `${lines.join('\n')}\n\n`
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length))
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)
}
