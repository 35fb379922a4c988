import { format } from '../messages/format.ts'
import type { Block, Letter } from './letter.ts'

/**
 * Writes a letter as plain text. Lines are not broken: readers do that to fit their screen, while broken lines
 * look ragged on narrow ones.
 */
export function plainText(letter: Letter): string {
  const { language, params, footer, blocks } = letter
  const parts = blocks.map((block) => plainBlock(block, letter))
  // The separator of a signature (RFC 3676, 4.3).
  return `${[...parts, `-- \n${format(language, footer, params)}`].join('\n\n')}\n`
}

function plainBlock(block: Block, { language, params }: Letter): string {
  switch (block.kind) {
    case 'text':
    case 'lead':
      return format(language, block.text, params)
    // A code and an address have lines of their own, which are left to right whatever the language.
    case 'code':
      return block.code
    case 'link':
      return `${block.label}\n${block.url}`
    case 'facts':
      return block.facts
        .map(({ label, value }) =>
          block.format
            .replace('{label}', () => label)
            .replace('{value}', () => format(language, value, params)),
        )
        .join('\n')
  }
}
