import type { ChromiumVerdict } from './chromium-judge.ts'
import type { CorpusFile } from './fetch.ts'
import { type Kind, refusedKinds } from './kinds.ts'
import type { PillowVerdict } from './pillow-judge.ts'
import type { ServiceVerdict } from './service-judge.ts'

/** What the three judges make of a picture. */
export interface Judgment {
  file: CorpusFile
  kind: Kind
  service: ServiceVerdict
  chromium: ChromiumVerdict
  pillow: PillowVerdict
}

/** The kinds of disagreement, with what each means. */
export const disagreements = {
  refused: 'refused, although Chromium and Pillow open it',
  'refused, damaged': 'refused, as by Pillow; Chromium shows what is left of it',
  'refused, Pillow only': 'refused, as by Chromium; Pillow opens it',
  'not Chromium': 'accepted, but Chromium does not open it',
  size: 'accepted, but in Chromium it has another size',
  orientation: 'accepted, but in Chromium it is turned differently',
  color: 'accepted, but the median difference of the channels from Chromium is more than 3 of 255',
  part: 'accepted, but more than a tenth of the channels differ from Chromium by 24 of 255 or more',
} as const
export type Disagreement = keyof typeof disagreements

/** Greatest median difference of a channel that is not reported, of 255. */
const SAME_COLOR = 3
/** Greatest share of clearly different channels that is not reported. */
const SAME_PARTS = 0.1

/** Returns how the judges disagree about a picture; null if they do not, or if its kind is refused by decision. */
export function disagreementOf({ kind, service, chromium, pillow }: Judgment): Disagreement | null {
  if (!service.accepted) {
    if (refusedKinds.includes(kind)) return null
    if (chromium.opens) return pillow.opens ? 'refused' : 'refused, damaged'
    return pillow.opens ? 'refused, Pillow only' : null
  }
  if (!chromium.opens) return 'not Chromium'
  if ((chromium.turn ?? 1) !== 1) return 'orientation'
  if (chromium.width !== service.width || chromium.height !== service.height) return 'size'
  if ((chromium.median ?? 0) > SAME_COLOR) return 'color'
  return (chromium.clear ?? 0) > SAME_PARTS ? 'part' : null
}
