import type { Fault } from '../errors/errors.ts'
import type { Size } from './picture-crop.ts'
import { inspect } from './picture-header.ts'
import { decodeMemory } from './picture-memory.ts'
import { decode } from './picture-pipeline.ts'
import type { PrepareLimits } from './picture-prepare.ts'
import { findPlace } from './picture-subject.ts'

/** Outcome of a request for a crop: the size of the rendering and `findPlace` of it, or its fault. */
export type SuggestOutcome =
  | { kind: 'placed'; place: number; upright: Size }
  | { kind: 'refused'; fault: Fault }

/** Finds where the square of a rendering begins, in a separate process. */
export async function suggest(path: string, limits: PrepareLimits): Promise<SuggestOutcome> {
  const source = await inspect(path, limits.maxPixels)
  if ('fault' in source) return { kind: 'refused', fault: source.fault }
  const { upright, header } = source
  if (decodeMemory(header) > limits.memory) return { kind: 'refused', fault: { key: 'image_too_complex' } }
  const bitmap = await decode(source)
  if (bitmap === null) return { kind: 'refused', fault: { key: 'image_invalid' } }
  return { kind: 'placed', place: await findPlace(bitmap), upright }
}
