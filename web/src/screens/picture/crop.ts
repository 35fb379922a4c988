import type { Square } from '../../api/types.ts'

/** A part of a picture, in percent of the picture's sides. */
export type Part = Square

export interface Size {
  width: number
  height: number
}

/** How far the picture is moved and enlarged: screen pixels from the middle, and a factor. */
export interface View {
  x: number
  y: number
  zoom: number
}

/** Returns the view of the same part after turning the picture clockwise by quarters; counterclockwise if negative. */
export function turned(view: View, quarters: number): View {
  let { x, y } = view
  for (let rest = (quarters + 4) % 4; rest > 0; rest--) [x, y] = [-y, x]
  return { x, y, zoom: view.zoom }
}

/** Returns the size of a picture after turning it by quarters. */
export function turnedSize({ width, height }: Size, quarters: number): Size {
  return quarters % 2 === 0 ? { width, height } : { width: height, height: width }
}

/** Minimum side of the visible part, in pixels: less would look blurred everywhere. */
const MIN_SIDE = 128
const MAX_ZOOM = 8

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/** Returns the part as a square in whole pixels inside the picture. */
export function squareOf(part: Part, { width, height }: Size): Square {
  const short = Math.min((part.width / 100) * width, (part.height / 100) * height)
  const side = within(Math.round(short), 1, Math.min(width, height))
  return {
    x: within(Math.round((part.x / 100) * width), 0, width - side),
    y: within(Math.round((part.y / 100) * height), 0, height - side),
    width: side,
    height: side,
  }
}

export function partOf(square: Square, { width, height }: Size): Part {
  return {
    x: (square.x / width) * 100,
    y: (square.y / height) * 100,
    width: (square.width / width) * 100,
    height: (square.height / height) * 100,
  }
}

/** Returns how far a picture can be enlarged; never less than the current view. */
export function maxZoom(size: Size, shown: Square | null): number {
  const short = Math.min(size.width, size.height)
  return Math.max(1, within(short / MIN_SIDE, 1, MAX_ZOOM), shown === null ? 1 : short / shown.width)
}

/** Returns the position of the part between the edges, from 0 (left, top) to 1; the middle if it cannot be moved. */
export function placeOf(part: Part): { across: number; down: number } {
  const place = (start: number, length: number) =>
    length > 99.9 ? 0.5 : within(start / (100 - length), 0, 1)
  return { across: place(part.x, part.width), down: place(part.y, part.height) }
}
