import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The first sample in the language that a recipe of `docs/recipes/` has, with what a reader puts into it. */
export function sampleOf(recipe: string, language: string, values: Record<string, string>): string {
  const text = readFileSync(join(import.meta.dirname, '../../docs/recipes', recipe), 'utf8')
  const sample = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(text)?.[1]
  if (sample === undefined) throw new Error(`${recipe} has no sample in ${language}`)
  return Object.entries(values).reduce((filled, [placeholder, value]) => {
    if (!filled.includes(placeholder)) throw new Error(`the sample has no ${placeholder}`)
    return filled.replaceAll(placeholder, value)
  }, sample)
}
