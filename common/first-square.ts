/** The largest square of a picture that nobody has placed yet, for the service and the page. */

/**
 * Where the square of a tall picture begins if nothing is known about what it shows, as a share of the room
 * above and below it: heads are in the upper part. See docs/pictures.md for the figures.
 */
export const UPPER_PLACE = 0.15

interface Sides {
  width: number
  height: number
}

/**
 * Returns the largest square of a picture in whole pixels.
 * @param place the room to the left of the square (above it in a tall picture) as a share of all room beside
 * it, from 0 to 1; by default the middle of a wide picture and the upper part of a tall one
 */
export function largestSquare(
  { width, height }: Sides,
  place = height > width ? UPPER_PLACE : 0.5,
): { x: number; y: number } & Sides {
  const side = Math.min(width, height)
  return {
    x: Math.round((width - side) * place),
    y: Math.round((height - side) * place),
    width: side,
    height: side,
  }
}
