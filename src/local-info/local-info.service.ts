import { createHash } from 'node:crypto'
import { setImmediate as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import { MINUTE } from '../ports/durations.ts'
import type { LocalInfoDocument, LocalInfoLists } from './local-info.schema.ts'
import type { LocalInfo } from './local-info.ts'
import { nameCountries, nameCurrencies, nameLanguages, nameTimeZone, nativeName, offsetOf } from './names.ts'

/** An answer ready to send, in the three forms that clients take. */
export interface LocalInfoBody {
  identity: Buffer
  br: Buffer
  gzip: Buffer
  /** Strong entity tag of the identity form, quotes included. */
  etag: string
}

interface Wanted {
  /** The language to name things in: one of `readerLanguage`'s. */
  language: string
  selected: LocalInfoDocument['selected']
  /** Milliseconds since the Unix epoch. */
  now: number
}

/** Offsets change on a quarter of an hour (IANA, all rules since 1972 but Liberia's first), so for that long they are kept. */
const QUARTER = 15 * MINUTE
/** Zones worked on before other requests get their turn: a few milliseconds. */
const SLICE = 20
/** Languages whose names are kept, and bytes of answers. */
const LANGUAGES_KEPT = 32
const BYTES_KEPT = 32_000_000

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

export type LocalInfoService = ReturnType<typeof createLocalInfoService>

/** Get Local Info, made once for each language and choice and kept while it is true. */
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
  return {
    /** The four lists with names in the language and offsets of the instant. */
    async lists(language: string, instant: number): Promise<LocalInfoLists> {
      return listsWith(language, instant, await offsetsAt(instant))
    },

    /** The whole answer, envelope included, in all its forms. */
    async localInfoBody({ language, selected, now }: Wanted): Promise<LocalInfoBody> {
      const zoneOffsets = await offsetsAt(now)
      const { lan, tz, currency } = selected
      const key = JSON.stringify([language, lan, tz, currency, zoneOffsets.version])
      const kept = bodies.get(key)
      if (kept) return kept
      const lists = await listsWith(language, now, zoneOffsets)
      return bodies.forceFetch(key, { context: { ...lists, selected: { lan, tz, currency } } })
    },
  }
}

/** The offset of each zone on offer, in their order; `version` changes with any of them. */
interface Offsets {
  values: readonly string[]
  version: string
}

type Names = Pick<LocalInfoLists, 'languages' | 'currencies' | 'countries'> & { zones: readonly string[] }

async function nameAll(localInfo: LocalInfo, language: string, instant: number): Promise<Names> {
  await inSlices(localInfo.languages, nativeName)
  const languages = nameLanguages(language, localInfo.languages)
  await pause()
  const currencies = nameCurrencies(language, localInfo.currencies)
  await pause()
  const countries = nameCountries(language, localInfo.countries)
  const zones = await inSlices(localInfo.timezones, ({ code }) => nameTimeZone(language, code, instant))
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
    name: zones[index] ?? code,
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
