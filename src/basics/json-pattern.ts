/** A text that JSON contains as it is. Surrogates are excluded, since lone ones are escaped (JSON.stringify, ECMA-262, 25.5.2.3). */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/
const MARK = /<\|(\w+)\|>/

/** Stands for a text in a pattern; nothing else in the pattern may look like it. */
export const mark = (name: string) => `<|${name}|>`

/**
 * Prepares the JSON of a value that differs from case to case only in texts, which are marks in `value`. Returns a
 * function that fills them in: several times as fast as building the value and `JSON.stringify`.
 */
export function jsonPattern(value: unknown): (textOf: (name: string) => string) => string {
  // Every second part is the name of a mark.
  const parts = JSON.stringify(value).split(MARK)
  return (textOf) => {
    let json = parts[0]!
    for (let i = 1; i < parts.length; i += 2) json += escaped(textOf(parts[i]!)) + parts[i + 1]!
    return json
  }
}

const escaped = (text: string) => (PLAIN.test(text) ? text : JSON.stringify(text).slice(1, -1))
