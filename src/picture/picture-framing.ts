import type { Rectangle, Size } from './picture-crop.ts'

/** Faces with less than this share of the height of the largest are in the background. */
const MAIN_SHARE = 0.5
/** What belongs to a head beyond the box of its face: hair and chin, and ears; as shares of its sides. */
const ABOVE = 0.3
const BELOW = 0.15
const BESIDE = 0.15
/** Where the middle of the faces is in the square, as shares of its side: a little above the middle. */
const MIDDLE = { across: 0.5, down: 0.45 }

/** A part of a line. */
interface Span {
  start: number
  end: number
}

/**
 * Places the largest square of a picture so that the heads of the main faces are in it, or those of them that
 * fill it most.
 * @param faces at least one
 * @returns the room to the left of the square (above it in a tall picture) as a share of all room beside it,
 * from 0 to 1
 */
export function placeOfFaces(picture: Size, faces: readonly Rectangle[]): number {
  const room = Math.abs(picture.width - picture.height)
  if (room === 0) return 0
  const side = Math.min(picture.width, picture.height)
  const isTall = picture.height > picture.width
  const spanned = fullestSpan(mainHeads(faces, isTall), side)
  const ideal = (spanned.start + spanned.end) / 2 - side * (isTall ? MIDDLE.down : MIDDLE.across)
  // The heads decide before the ideal place does, and in a close-up the chin before the hair.
  const start = Math.max(Math.min(ideal, spanned.start), spanned.end - side)
  return Math.min(Math.max(0, start / room), 1)
}

/** Returns where the heads of the main faces are along the longer side of the picture, the largest first. */
function mainHeads(faces: readonly Rectangle[], isTall: boolean): Span[] {
  const ordered = faces.toSorted((a, b) => b.height - a.height)
  return ordered
    .filter(({ height }) => height >= MAIN_SHARE * ordered[0]!.height)
    .map(({ x, y, width, height }) =>
      isTall
        ? { start: y - ABOVE * height, end: y + (1 + BELOW) * height }
        : { start: x - BESIDE * width, end: x + (1 + BESIDE) * width },
    )
}

/** Returns the span of the heads that together fill the square most; of the largest, if none fits. */
function fullestSpan(heads: readonly Span[], side: number): Span {
  let [best, filled] = [heads.slice(0, 1), 0]
  for (const { start } of heads) {
    const fitting = heads.filter((head) => head.start >= start && head.end <= start + side)
    const length = fitting.reduce((sum, head) => sum + head.end - head.start, 0)
    if (length > filled) [best, filled] = [fitting, length]
  }
  return { start: Math.min(...best.map(({ start }) => start)), end: Math.max(...best.map(({ end }) => end)) }
}
