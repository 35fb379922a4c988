import type { Fault, Faults } from '../errors.ts'
import type { FieldResult } from '../fields.ts'

/** A rectangle in whole pixels of an upright picture. */
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

/** The crop fields as they came; what is undefined or `""` was not sent. */
export interface CropFields {
  crop_x?: unknown
  crop_y?: unknown
  crop_width?: unknown
  crop_height?: unknown
}

/** The names of the crop fields. */
export const cropFields = ['crop_x', 'crop_y', 'crop_width', 'crop_height'] as const

/**
 * Reads the four crop fields: whole numbers as text or number, all four or none. Whether the rectangle lies inside
 * the picture is for `cropFaults` to say.
 */
export function readCrop(fields: CropFields): { crop: Rectangle | null; faults: Faults } {
  const faults: Faults = {}
  const numbers = cropFields.map((name) => {
    const value = fields[name]
    if (value === undefined || value === '') return undefined
    const result = readInteger(value, name === 'crop_x' || name === 'crop_y' ? 0 : 1)
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

/** Like the framework's integer field: an optional sign, digits, and a fraction of zeros at most. */
function readInteger(value: unknown, min: number): FieldResult<number> {
  if (value === null) return { fault: { key: 'null' } }
  if (typeof value !== 'string' && typeof value !== 'number') return { fault: { key: 'not_an_integer' } }
  const match = /^\s{0,9}([+-]?\d{1,15})(?:\.0{0,15})?\s{0,9}$/.exec(String(value))
  if (!match) return { fault: { key: 'not_an_integer' } }
  const number = Number(match[1])
  return number < min ? { fault: { key: 'min_value', params: { min } } } : { value: number + 0 }
}

/** The fields by which the crop does not lie inside the picture; empty where it does. */
export function cropFaults(crop: Rectangle, picture: Size): Faults {
  const outside: Fault = {
    key: 'crop_outside',
    params: { width: picture.width, height: picture.height },
  }
  const faults: Faults = {}
  if (crop.x >= picture.width) faults.crop_x = [outside]
  else if (crop.x + crop.width > picture.width) faults.crop_width = [outside]
  if (crop.y >= picture.height) faults.crop_y = [outside]
  else if (crop.y + crop.height > picture.height) faults.crop_height = [outside]
  return faults
}

/** The largest square in the middle of the rectangle. */
export function centredSquare(area: Rectangle): Rectangle {
  const side = Math.min(area.width, area.height)
  return {
    x: area.x + Math.floor((area.width - side) / 2),
    y: area.y + Math.floor((area.height - side) / 2),
    width: side,
    height: side,
  }
}

/**
 * A square of one picture in the pixels of a smaller or larger rendering of it: at least one pixel, and inside. The
 * rendering's sides may be rounded, so the result can be a pixel off the exact ratio.
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
