import { readFileSync } from 'node:fs'
import { brandColors } from '../../common/brand.ts'

/** What people recognize the service by, in mails and on the pages that it renders itself. */
export interface Look {
  /** Name of the service. */
  service: string
  /** The operator's color, `#rrggbb`. */
  color: string
}

/** The colors of the page as CSS variables. */
export const tokensCss = readFileSync(new URL('../../common/tokens.css', import.meta.url), 'utf8')

/** A color in the light and the dark theme, each `#rrggbb`. */
export interface Themed {
  light: string
  dark: string
}

/**
 * Returns the value of a color of the page, for mails, whose readers do not know CSS variables.
 * @throws {Error} if there is no such color
 */
export function pageColor(name: string): Themed {
  const declared = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokensCss)
  if (declared === null) throw new Error(`common/tokens.css declares no color --${name}`)
  return { light: declared[1]!, dark: declared[2]! }
}

/** Returns the color of buttons, and of the text on them. */
export function actionColors(color: string): { ground: Themed; text: Themed } {
  return {
    ground: brandColors(color) ?? { light: brandValue('brand-light'), dark: brandValue('brand-dark') },
    text: { light: brandValue('on-brand-light'), dark: brandValue('on-brand-dark') },
  }
}

/** Returns the rule that applies the operator's color to the tokens. */
export function brandCss(color: string): string {
  const { ground, text } = actionColors(color)
  return `:root { --brand-light: ${ground.light}; --brand-dark: ${ground.dark}; --on-brand-light: ${text.light}; --on-brand-dark: ${text.dark}; }`
}

function brandValue(name: string): string {
  const declared = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(tokensCss)
  if (declared === null) throw new Error(`common/tokens.css declares no color --${name}`)
  return declared[1]!
}
