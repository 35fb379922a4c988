import type { Square } from '../../api/types.ts'

/** A part of a picture, its sides in per cent of those of the picture. */
export type Part = Square

export interface Size {
  width: number
  height: number
}

/** How far the picture is moved and enlarged: pixels of the screen from the middle, and times. */
export interface View {
  x: number
  y: number
  zoom: number
}

/** The view of the same part after the picture was turned clockwise by quarters; counterclockwise where negative. */
export function turned(view: View, quarters: number): View {
  let { x, y } = view
  for (let rest = (quarters + 4) % 4; rest > 0; rest--) [x, y] = [-y, x]
  return { x, y, zoom: view.zoom }
}

/** Least side of what can be shown, in pixels: less would be a blur wherever the picture appears. */
const LEAST = 128
const MOST_ZOOM = 8

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/** The part as a square in whole pixels that lies inside the picture. */
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

/** How far a picture can be enlarged; never less than what shows now. */
export function mostZoom(size: Size, shown: Square | null): number {
  const short = Math.min(size.width, size.height)
  return Math.max(1, within(short / LEAST, 1, MOST_ZOOM), shown === null ? 1 : short / shown.width)
}

/** Where the part lies between the edges, from 0 (left, top) to 1; the middle where nothing can be moved. */
export function placeOf(part: Part): { across: number; down: number } {
  const place = (start: number, length: number) =>
    length > 99.9 ? 0.5 : within(start / (100 - length), 0, 1)
  return { across: place(part.x, part.width), down: place(part.y, part.height) }
}
