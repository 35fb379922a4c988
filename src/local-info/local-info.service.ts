import { createHash } from 'node:crypto'
import { setImmediate as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import { MINUTE } from '../basics/durations.ts'
import type { LocalInfoDocument, LocalInfoLists } from './local-info.schema.ts'
import type { LocalInfo } from './local-info.ts'
import {
  nameCountries,
  nameCurrencies,
  nameLanguages,
  nameTimeZone,
  nativeName,
  offsetOf,
  zoneAbbreviations,
} from './names.ts'
import { cityOf } from './zone-names.ts'

/** A response ready to send, in the three encodings that clients accept. */
export interface LocalInfoBody {
  identity: Buffer
  br: Buffer
  gzip: Buffer
  /** Strong entity tag of the identity encoding, quotes included. */
  etag: string
}

interface Wanted {
  /** The language of names, as returned by `readerLanguage`. */
  language: string
  selected: LocalInfoDocument['selected']
  /** Milliseconds since the Unix epoch. */
  now: number
}

/**
 * Offsets change on quarters of an hour (IANA, all rules since 1972 except Liberia's first), so they are
 * cached for that long.
 */
const QUARTER = 15 * MINUTE
/** Zones processed before other requests get their turn: a few milliseconds. */
const SLICE = 20
/** Limits of the caches: languages with names, and bytes of responses. */
const LANGUAGES_KEPT = 32
const BYTES_KEPT = 32_000_000

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

export type LocalInfoService = ReturnType<typeof createLocalInfoService>

/** Get Local Info, created once for each language and selection and cached while it is valid. */
export function createLocalInfoService({ localInfo }: { localInfo: LocalInfo }) {
  const names = new LRUCache<string, Names>({
    max: LANGUAGES_KEPT,
    fetchMethod: (language, _stale, { context }) => nameAll(localInfo, language, context as number),
  })
  const offsets = new LRUCache<number, Offsets>({
    max: 2,
    fetchMethod: async (quarter) => {
      const values = await inSlices(localInfo.timezones, ({ code }) => offsetOf(code, quarter * QUARTER))
      return { values, version: digestOf(values.join()) }
    },
  })
  const bodies = new LRUCache<string, LocalInfoBody>({
    maxSize: BYTES_KEPT,
    sizeCalculation: (body) => body.identity.length + body.br.length + body.gzip.length,
    fetchMethod: (_key, _stale, { context }) => compress(context as LocalInfoDocument),
  })

  const offsetsAt = (instant: number) => offsets.forceFetch(Math.floor(instant / QUARTER))
  const listsWith = async (language: string, instant: number, zoneOffsets: Offsets) => {
    const named = await names.forceFetch(language, { context: instant })
    return join(localInfo, named, zoneOffsets.values)
  }
  const prepareBody = async (wanted: Wanted): Promise<LocalInfoBody> => {
    const { language, now, selected } = wanted
    const zoneOffsets = await offsetsAt(now)
    const key = keyOf(wanted, zoneOffsets)
    const kept = bodies.get(key)
    if (kept) return kept
    const { lan, tz, currency } = selected
    const lists = await listsWith(language, now, zoneOffsets)
    return bodies.forceFetch(key, { context: { ...lists, selected: { lan, tz, currency } } })
  }
  return {
    /** Returns the four lists with names in the language and offsets at the instant. */
    async lists(language: string, instant: number): Promise<LocalInfoLists> {
      return listsWith(language, instant, await offsetsAt(instant))
    },

    /** Returns the whole response, envelope included, in all encodings; at once if it is kept. */
    localInfoBody(wanted: Wanted): LocalInfoBody | Promise<LocalInfoBody> {
      const zoneOffsets = offsets.get(Math.floor(wanted.now / QUARTER))
      return (zoneOffsets && bodies.get(keyOf(wanted, zoneOffsets))) ?? prepareBody(wanted)
    },
  }
}

const keyOf = ({ language, selected: { lan, tz, currency } }: Wanted, { version }: Offsets): string =>
  JSON.stringify([language, lan, tz, currency, version])

/** The offset of each zone, in list order; `version` changes with any of them. */
interface Offsets {
  values: readonly string[]
  version: string
}

type Names = Pick<LocalInfoLists, 'languages' | 'currencies' | 'countries'> & {
  zones: readonly ZoneNames[]
}

type ZoneNames = Pick<LocalInfoLists['timezones'][number], 'name' | 'city' | 'abbreviations'>

async function nameAll(localInfo: LocalInfo, language: string, instant: number): Promise<Names> {
  await inSlices(localInfo.languages, nativeName)
  const languages = nameLanguages(language, localInfo.languages)
  await pause()
  const currencies = nameCurrencies(language, localInfo.currencies)
  await pause()
  const countries = nameCountries(language, localInfo.countries)
  const zones = await inSlices(localInfo.timezones, ({ code }) => ({
    name: nameTimeZone(language, code, instant),
    city: cityOf(language, code),
    abbreviations: zoneAbbreviations(language, code, instant),
  }))
  return { languages, currencies, countries, zones }
}

async function inSlices<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const results: R[] = []
  for (const [index, item] of items.entries()) {
    if (index % SLICE === 0) await pause()
    results.push(work(item))
  }
  return results
}

function join(localInfo: LocalInfo, named: Names, offsets: readonly string[]): LocalInfoLists {
  const { languages, currencies, countries, zones } = named
  const timezones = localInfo.timezones.map(({ code, countryCodes }, index) => ({
    code,
    ...zones[index]!,
    offset: offsets[index] ?? '+00:00',
    country_codes: [...countryCodes],
  }))
  return { languages, currencies, timezones, countries }
}

async function compress(data: LocalInfoDocument): Promise<LocalInfoBody> {
  const identity = Buffer.from(JSON.stringify({ status_code: 200, errors: {}, data }))
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
  }
  const [br, zipped] = await Promise.all([compressBrotli(identity, { params }), compressGzip(identity)])
  return { identity, br, gzip: zipped, etag: `"${digestOf(identity)}"` }
}

function digestOf(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 27)
}
