import { brandColors } from '../../common/brand.ts'

/** Colors of the page for people, `#rrggbb`. */
export interface Brand {
  color: string
  /** Color of text on it. */
  on_color: string
}

/** Appends the operator's color to the styles, for both themes. */
export function brandedStyles(styles: string, brand: Brand | null): string {
  const colors = brandColors(brand?.color ?? '')
  if (colors === null) return styles
  return `${styles}\n:root{--brand-light:${colors.light};--brand-dark:${colors.dark}}\n`
}

/** Paints the icon in the operator's color. */
export function brandedIcon(svg: string, brand: Brand | null): string {
  if (brand === null) return svg
  return svg.replaceAll('#1d4ed8', brand.color).replaceAll('#fff', brand.on_color)
}
