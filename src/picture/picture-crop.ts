import { type FieldResult, INTEGER_MAX } from '../basics/fields.ts'
import type { Fault, Faults } from '../errors/errors.ts'

/** A rectangle in pixels of an upright picture: whole ones, except in a crop as it was sent. */
export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export interface Size {
  width: number
  height: number
}

/** The crop fields as received; undefined or `""` means not sent. */
export interface CropFields {
  crop_x?: unknown
  crop_y?: unknown
  crop_width?: unknown
  crop_height?: unknown
}

/** Quarter turns clockwise. */
export type Quarters = 0 | 1 | 2 | 3

/**
 * Pixels by which a crop may pass the edges of the picture: croppers on scaled-down pictures round to there.
 */
const EDGE = 1

/** The names of the crop fields. */
export const cropFields = ['crop_x', 'crop_y', 'crop_width', 'crop_height'] as const

/**
 * Reads the four crop fields: numbers as text or number, with fractions, either all four or none. The rectangle
 * is as it was sent: `cropFaults` checks whether it is inside the picture, and `wholeCrop` rounds it.
 */
export function readCrop(fields: CropFields): { crop: Rectangle | null; faults: Faults } {
  const faults: Faults = {}
  const numbers = cropFields.map((name) => {
    const value = fields[name]
    if (value === undefined || value === '') return undefined
    const result = name === 'crop_x' || name === 'crop_y' ? readEdge(value) : readSide(value)
    if ('value' in result) return result.value
    faults[name] = [result.fault]
    return undefined
  })
  const sent = cropFields.filter((name) => fields[name] !== undefined && fields[name] !== '')
  if (sent.length > 0) {
    for (const name of cropFields) if (!sent.includes(name)) faults[name] = [{ key: 'crop_incomplete' }]
  }
  const [x, y, width, height] = numbers
  if (x === undefined || y === undefined || width === undefined || height === undefined) {
    return { crop: null, faults }
  }
  return { crop: { x, y, width, height }, faults }
}

/** Reads a left or top edge, which may lie before that of the picture by as much as rounding explains. */
function readEdge(value: unknown): FieldResult<number> {
  const result = readNumber(value)
  if ('fault' in result || result.value >= -EDGE) return result
  return { fault: { key: 'min_value', params: { min: 0 } } }
}

/** Reads a width or height, at least one pixel when rounded. */
function readSide(value: unknown): FieldResult<number> {
  const result = readNumber(value)
  if ('fault' in result || result.value >= 0.5) return result
  return { fault: { key: 'min_value', params: { min: 1 } } }
}

/** A number as programs write it, such as `12`, `12.5` or `5.7e-14`. */
function readNumber(value: unknown): FieldResult<number> {
  if (value === null) return { fault: { key: 'null' } }
  if (typeof value !== 'string' && typeof value !== 'number') return { fault: { key: 'not_an_integer' } }
  const text = String(value)
  const isNumber = /^\s{0,9}[+-]?\d{1,15}(?:\.\d{0,25})?(?:[eE][+-]?\d{1,3})?\s{0,9}$/.test(text)
  const number = Number(text)
  if (!isNumber || Math.abs(number) > INTEGER_MAX) return { fault: { key: 'not_an_integer' } }
  return { value: number + 0 }
}

/** Reads degrees clockwise: 0, 90, 180 or 270, as text or number; not sent means 0. */
export function readTurn(value: unknown): FieldResult<Quarters> {
  if (value === undefined || value === '') return { value: 0 }
  const result = readInteger(value, 0)
  if ('fault' in result) return result
  const quarters = ([0, 1, 2, 3] as const).find((count) => count * 90 === result.value)
  if (quarters !== undefined) return { value: quarters }
  return { fault: { key: 'invalid_choice', params: { value: String(result.value) } } }
}

/** Returns the size of a picture after turning it. */
export function turnedSize({ width, height }: Size, quarters: Quarters): Size {
  return quarters % 2 === 0 ? { width, height } : { width: height, height: width }
}

/** Like the framework's integer field: an optional sign, digits, and optionally a fraction of zeros. */
function readInteger(value: unknown, min: number): FieldResult<number> {
  if (value === null) return { fault: { key: 'null' } }
  if (typeof value !== 'string' && typeof value !== 'number') return { fault: { key: 'not_an_integer' } }
  const match = /^\s{0,9}([+-]?\d{1,15})(?:\.0{0,15})?\s{0,9}$/.exec(String(value))
  if (!match) return { fault: { key: 'not_an_integer' } }
  const number = Number(match[1])
  return number < min ? { fault: { key: 'min_value', params: { min } } } : { value: number + 0 }
}

/**
 * Returns faults for the fields by which the crop exceeds the picture by more than one pixel, or lies beside it;
 * empty if there are none.
 */
export function cropFaults(crop: Rectangle, picture: Size): Faults {
  const outside: Fault = {
    key: 'crop_outside',
    params: { width: picture.width, height: picture.height },
  }
  const faults: Faults = {}
  if (isBeside(crop.x, crop.width, picture.width)) faults.crop_x = [outside]
  else if (crop.x + crop.width > picture.width + EDGE) faults.crop_width = [outside]
  if (isBeside(crop.y, crop.height, picture.height)) faults.crop_y = [outside]
  else if (crop.y + crop.height > picture.height + EDGE) faults.crop_height = [outside]
  return faults
}

const isBeside = (start: number, length: number, most: number) => start >= most || start + length <= 0

/**
 * Rounds the edges of a crop to whole pixels, and moves those outside the picture to its edge. At least one
 * pixel remains.
 */
export function wholeCrop(crop: Rectangle, picture: Size): Rectangle {
  const [x, width] = wholeSpan(crop.x, crop.width, picture.width)
  const [y, height] = wholeSpan(crop.y, crop.height, picture.height)
  return { x, y, width, height }
}

function wholeSpan(start: number, length: number, most: number): [start: number, length: number] {
  const inside = (edge: number, last: number) => Math.min(Math.max(0, Math.round(edge)), last)
  const first = inside(start, most - 1)
  return [first, Math.max(first + 1, inside(start + length, most)) - first]
}

/** Returns the largest square in the center of the rectangle. */
export function centeredSquare(area: Rectangle): Rectangle {
  const side = Math.min(area.width, area.height)
  return {
    x: area.x + Math.floor((area.width - side) / 2),
    y: area.y + Math.floor((area.height - side) / 2),
    width: side,
    height: side,
  }
}

/**
 * Scales a square to a smaller or larger rendering of the picture: at least one pixel, and inside it. The
 * sides of the rendering may be rounded, so the result can be a pixel off the exact ratio.
 */
export function scaleSquare(square: Rectangle, from: Size, to: Size): Rectangle {
  const longFrom = Math.max(from.width, from.height)
  const scale = Math.max(to.width, to.height) / longFrom
  const side = Math.min(Math.max(1, Math.round(square.width * scale)), to.width, to.height)
  return {
    x: Math.min(Math.round(square.x * scale), to.width - side),
    y: Math.min(Math.round(square.y * scale), to.height - side),
    width: side,
    height: side,
  }
}
