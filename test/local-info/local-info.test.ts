import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { DAY } from '../../src/basics/durations.ts'
import { readConfig } from '../../src/config/config.ts'
import { localInfoAnswer } from '../../src/local-info/local-info.schema.ts'
import { createLocalInfoService } from '../../src/local-info/local-info.service.ts'
import { createLocalInfo, readerLanguage } from '../../src/local-info/local-info.ts'

const localInfo = createLocalInfo(readConfig({}))
const service = createLocalInfoService({ localInfo })
const winter = Date.UTC(2026, 0, 15, 12)
const summer = Date.UTC(2026, 6, 15, 12)
const selected = { lan: 'fr', tz: 'Europe/Paris', currency: 'EUR' }
const codesOf = (entries: readonly { code: string }[]) => entries.map(({ code }) => code)

/**
 * A list, the function that accepts its codes, and codes that must and must not be in it (contract: GET
 * get/local-info/).
 */
const lists = [
  {
    list: 'languages',
    accept: localInfo.language,
    in: 'en fr ar he pt pt-BR pt-PT zh zh-Hans zh-Hant sr-Latn sr-Cyrl uz-Cyrl en-GB en-US es-419 fr-CA nl-BE',
    out: 'xx en-XX FR pt-br zh_Hans zh-CN fr-FR und root English en-u-nu-arab',
  },
  {
    list: 'currencies',
    accept: localInfo.currency,
    in: 'EUR USD JPY INR CHF KWD XAF VES',
    out: 'DEM FRF HRK ZWL XXX XTS XAU XDR CLF USN CHE eur Euro',
  },
  {
    list: 'timezones',
    accept: localInfo.timezone,
    in: 'UTC Europe/Paris Europe/Kyiv Asia/Kolkata Asia/Ho_Chi_Minh Asia/Kathmandu America/Argentina/Buenos_Aires America/Nuuk Asia/Gaza Europe/Oslo',
    out: '+05:30 -08:00 +0530 UTC+2 GMT+2 Etc/GMT+5 europe/paris Europe/Atlantis CEST Factory Etc/Unknown',
  },
  {
    list: 'countries',
    accept: localInfo.country,
    in: 'FR DE NO US GB AQ TW',
    out: 'XX UK EU fr FRA AC TA AN 001',
  },
] as const

for (const { list, accept, in: present, out: absent } of lists) {
  test(`every listed code of ${list} is accepted, in whatever language the list is read`, async () => {
    const expected = codesOf((await service.lists('en', winter))[list]).sort()
    assert.deepEqual(codesOf((await service.lists('ar', summer))[list]).sort(), expected)
    assert.equal(new Set(expected).size, expected.length)
    for (const code of expected) assert.equal(accept(code), code)
  })

  test(`${list} contain the expected codes and nothing else is accepted`, async () => {
    const listed = codesOf((await service.lists('en', winter))[list])
    for (const code of present.split(' ')) assert.ok(listed.includes(code), code)
    for (const code of [...absent.split(' '), '', ' ', '__proto__', 'constructor']) {
      assert.ok(!listed.includes(code), code)
      assert.equal(accept(code), null, code)
    }
  })

  test(`only the codes of ${list}, and links of time zones, are accepted`, async () => {
    const listed = codesOf((await service.lists('en', winter))[list])
    const near = fc.constantFrom(...listed).chain((code) =>
      fc.oneof(
        fc.constant(code.toLowerCase()),
        fc.constant(code.toUpperCase()),
        fc.nat(code.length).map((at) => code.slice(0, at)),
        fc.string({ maxLength: 3 }).map((tail) => code + tail),
      ),
    )
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'binary' })), (text) => {
        const found = accept(text)
        if (listed.includes(text)) assert.equal(found, text)
        else if (found !== null) {
          assert.equal(list, 'timezones')
          assert.ok(listed.includes(found))
          const canonical = (timeZone: string) =>
            new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
          assert.equal(canonical(text), canonical(found))
        }
      }),
      { numRuns: 1000 },
    )
  })
}

// IANA time zone database 2025b, files backward and etcetera
const links: readonly [string, string][] = [
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
  ['Asia/Katmandu', 'Asia/Kathmandu'],
  ['Asia/Rangoon', 'Asia/Yangon'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Europe/Uzhgorod', 'Europe/Kyiv'],
  ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['America/Godthab', 'America/Nuuk'],
  ['America/Indianapolis', 'America/Indiana/Indianapolis'],
  ['Atlantic/Faeroe', 'Atlantic/Faroe'],
  ['US/Pacific', 'America/Los_Angeles'],
  ['GB', 'Europe/London'],
  ['Japan', 'Asia/Tokyo'],
  ['EST', 'America/Panama'],
  ['Etc/UTC', 'UTC'],
  ['Zulu', 'UTC'],
  ['GMT', 'UTC'],
]
for (const [link, name] of links) {
  test(`${link} is stored as ${name}`, () => assert.equal(localInfo.timezone(link), name))
}

test('every zone of the runtime is accepted', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) assert.notEqual(localInfo.timezone(zone), null, zone)
})

test('names are in the language of the reader', async () => {
  const find = <T extends { code: string }>(entries: readonly T[], code: string) =>
    entries.find((entry) => entry.code === code)
  const english = await service.lists('en', winter)
  assert.deepEqual(find(english.languages, 'fr'), {
    code: 'fr',
    name: 'French',
    native_name: 'français',
    direction: 'ltr',
  })
  assert.equal(find(english.languages, 'ar')?.direction, 'rtl')
  assert.equal(find(english.languages, 'uz-Arab')?.direction, 'rtl')
  assert.deepEqual(find(english.currencies, 'EUR'), {
    code: 'EUR',
    name: 'Euro',
    symbol: '€',
    digits: 2,
    display_digits: 2,
  })
  assert.equal(find(english.currencies, 'JPY')?.digits, 0)
  assert.equal(find(english.currencies, 'CAD')?.symbol, '$')
  assert.deepEqual(find(english.timezones, 'Europe/Paris'), {
    code: 'Europe/Paris',
    name: 'Central European Time',
    city: 'Paris',
    abbreviations: ['CET', 'CEST'],
    offset: '+01:00',
    country_codes: ['FR'],
  })
  assert.equal(find(english.timezones, 'UTC')?.name, 'Coordinated Universal Time')
  assert.deepEqual(find(english.countries, 'FR'), {
    code: 'FR',
    name: 'France',
    phone_code: '33',
    flag: '🇫🇷',
  })
  assert.equal(find(english.countries, 'AQ')?.phone_code, '')

  const german = await service.lists('de', winter)
  assert.equal(find(german.languages, 'fr')?.name, 'Französisch')
  assert.equal(find(german.timezones, 'Europe/Paris')?.name, 'Mitteleuropäische Zeit')
  assert.equal(find(german.countries, 'AT')?.name, 'Österreich')
  const names = german.countries.map(({ name }) => name)
  assert.deepEqual(names, names.toSorted(new Intl.Collator('de').compare))
})

/** Exemplar cities of CLDR 48.2 (`cldr-dates-full`, `timeZoneNames.json`). */
const cities: readonly [language: string, zone: string, city: string][] = [
  ['en', 'Europe/Vienna', 'Vienna'],
  ['en', 'America/St_Johns', 'St. John’s'],
  ['de', 'Europe/Vienna', 'Wien'],
  ['de', 'Europe/Berlin', 'Berlin'],
  ['de-AT', 'Europe/Vienna', 'Wien'],
  ['nl', 'Europe/Vienna', 'Wenen'],
  ['sr-Latn', 'Europe/Vienna', 'Beč'],
  ['pt-BR', 'America/New_York', 'Nova York'],
  ['pt-PT', 'America/New_York', 'Nova Iorque'],
  ['zh-Hans', 'Asia/Tokyo', '东京'],
  ['zh-Hant', 'Asia/Tokyo', '東京'],
  ['ar', 'Europe/Berlin', 'برلين'],
  // CLDR has these under their older names, Asia/Calcutta and America/Buenos_Aires.
  ['fr', 'Asia/Kolkata', 'Calcutta'],
  ['ja', 'America/Argentina/Buenos_Aires', 'ブエノスアイレス'],
  ['de', 'UTC', ''],
]
for (const [language, zone, city] of cities) {
  test(`in ${language}, ${zone} is named after ${JSON.stringify(city)}`, async () => {
    const { timezones } = await service.lists(language, winter)
    assert.equal(timezones.find(({ code }) => code === zone)?.city, city)
  })
}

/** IANA time zone database 2026f, and the German names of CLDR 48.2. */
const abbreviations: readonly [language: string, zone: string, abbreviations: string][] = [
  ['en', 'Europe/Vienna', 'CET CEST'],
  ['de', 'Europe/Vienna', 'CET CEST MEZ MESZ'],
  ['en', 'Europe/London', 'GMT BST'],
  ['en', 'America/New_York', 'EST EDT'],
  ['en', 'America/Los_Angeles', 'PST PDT'],
  ['ja', 'Asia/Tokyo', 'JST'],
  ['en', 'Asia/Kolkata', 'IST'],
  ['en', 'Asia/Jerusalem', 'IST IDT'],
  ['en', 'America/Sao_Paulo', ''],
  ['fr', 'UTC', 'UTC'],
]
for (const [language, zone, expected] of abbreviations) {
  test(`in ${language}, ${zone} is abbreviated ${expected || 'by nothing'}`, async () => {
    const { timezones } = await service.lists(language, summer)
    assert.equal(timezones.find(({ code }) => code === zone)?.abbreviations.join(' '), expected)
  })
}

test('every zone but UTC has a city in every language', async () => {
  for (const language of ['en', 'ii', 'yrl', 'zh-Hant'])
    for (const { code, city } of (await service.lists(language, winter)).timezones)
      assert.equal(city === '', code === 'UTC', `${language} ${code}`)
})

test('offsets are those of the given instant', async () => {
  const offsets = async (instant: number) =>
    Object.fromEntries(
      (await service.lists('en', instant)).timezones.map(({ code, offset }) => [code, offset]),
    )
  const [inWinter, inSummer] = [await offsets(winter), await offsets(summer)]
  assert.equal(inWinter['Europe/Paris'], '+01:00')
  assert.equal(inSummer['Europe/Paris'], '+02:00')
  assert.equal(inSummer['Asia/Kathmandu'], '+05:45')
  assert.equal(inSummer['America/St_Johns'], '-02:30')
  assert.equal(inSummer['Africa/Monrovia'], '+00:00')
  assert.equal(inSummer.UTC, '+00:00')
})

test('every country of a time zone is in the list of countries', async () => {
  const { timezones, countries } = await service.lists('en', winter)
  const known = new Set(codesOf(countries))
  for (const { code, country_codes } of timezones) {
    assert.ok(country_codes.length > 0 || code === 'UTC', code)
    for (const country of country_codes) assert.ok(known.has(country), country)
  }
})

/** Minor units (ISO 4217, List One), and the digits of CLDR's `currencyData`. */
const currencyDigits: [string, number, number][] = [
  ['EUR', 2, 2],
  ['JPY', 0, 0],
  ['KRW', 0, 0],
  ['CLP', 0, 0],
  ['ISK', 0, 0],
  ['UGX', 0, 0],
  ['XAF', 0, 0],
  ['KWD', 3, 3],
  ['TND', 3, 3],
  ['HUF', 2, 0],
  ['IDR', 2, 0],
  ['COP', 2, 0],
  ['LBP', 2, 0],
  ['MGA', 2, 0],
  ['MRU', 2, 2],
  ['IQD', 3, 0],
]
for (const [code, digits, shown] of currencyDigits) {
  test(`${code} has ${digits} minor digits and is displayed with ${shown}`, async () => {
    for (const language of ['en', 'ar', 'hu']) {
      const entry = (await service.lists(language, winter)).currencies.find((one) => one.code === code)
      assert.deepEqual([entry?.digits, entry?.display_digits], [digits, shown], language)
    }
  })
}

test('no currency is displayed with more digits than its minor unit has', async () => {
  for (const { code, digits, display_digits } of (await service.lists('en', winter)).currencies)
    assert.ok(display_digits <= digits && digits <= 3, code)
})

test('the response is the same in all its encodings and conforms to its schema', async () => {
  const body = await service.localInfoBody({ language: 'fr', selected, now: winter })
  const answer = JSON.parse(body.identity.toString())
  localInfoAnswer.parse(answer)
  assert.deepEqual(Object.keys(answer), ['status_code', 'errors', 'data'])
  assert.deepEqual(answer.data, { ...(await service.lists('fr', winter)), selected })
  assert.ok(brotliDecompressSync(body.br).equals(body.identity))
  assert.ok(gunzipSync(body.gzip).equals(body.identity))
  assert.match(body.etag, /^"[\w-]{27}"$/)
})

test('the entity tag changes only with the reader, the choice and the offsets', async () => {
  const wanted = { language: 'fr', selected, now: winter }
  const tagOf = async (other: Partial<typeof wanted>) =>
    (await service.localInfoBody({ ...wanted, ...other })).etag
  const tag = await tagOf({})
  assert.equal(await tagOf({ now: winter + DAY }), tag)
  assert.equal((await createLocalInfoService({ localInfo }).localInfoBody(wanted)).etag, tag)
  assert.notEqual(await tagOf({ now: summer }), tag)
  assert.notEqual(await tagOf({ language: 'de' }), tag)
  assert.notEqual(await tagOf({ selected: { ...selected, currency: 'USD' } }), tag)
})

test('an operator shortens each list, and only the rest is accepted', async () => {
  const narrowed = createLocalInfo(
    readConfig({
      LANGUAGES: 'en, pt-BR',
      CURRENCIES: 'EUR',
      DEFAULT_CURRENCY: 'EUR',
      TIMEZONES: 'Asia/Calcutta,Europe/Paris',
      DEFAULT_TIMEZONE: 'Asia/Calcutta',
      COUNTRIES: 'FR',
    }),
  )
  const { languages, currencies, timezones, countries } = await createLocalInfoService({
    localInfo: narrowed,
  }).lists('en', winter)
  assert.deepEqual(codesOf(languages), ['pt-BR', 'en'])
  assert.deepEqual(codesOf(currencies), ['EUR'])
  assert.deepEqual(codesOf(timezones), ['Asia/Kolkata', 'Europe/Paris'])
  assert.deepEqual(codesOf(countries), ['FR'])
  assert.deepEqual(narrowed.defaults, { language: 'en', currency: 'EUR', timezone: 'Asia/Kolkata' })
  assert.equal(narrowed.language('fr'), null)
  assert.equal(narrowed.currency('USD'), null)
  assert.equal(narrowed.timezone('UTC'), null)
  assert.equal(narrowed.timezone('Asia/Calcutta'), 'Asia/Kolkata')
  assert.equal(narrowed.country('DE'), null)
})

const wrong: readonly [Record<string, string>, RegExp][] = [
  [{ LANGUAGES: 'en,xx' }, /^LANGUAGES: names "xx", which is not a known language\. Example: LANGUAGES=/],
  [{ CURRENCIES: 'USD,DEM' }, /^CURRENCIES: names "DEM"/],
  [{ TIMEZONES: 'UTC,+05:30' }, /^TIMEZONES: names "\+05:30"/],
  [{ COUNTRIES: 'FR,UK' }, /^COUNTRIES: names "UK"/],
  [{ COUNTRIES: ',' }, /^COUNTRIES: names nothing/],
  [{ DEFAULT_LANGUAGE: 'klingon' }, /^DEFAULT_LANGUAGE: is "klingon", which is not among the LANGUAGES/],
  [{ DEFAULT_CURRENCY: 'usd' }, /^DEFAULT_CURRENCY: is "usd"/],
  [{ DEFAULT_TIMEZONE: 'Mars/Olympus' }, /^DEFAULT_TIMEZONE: is "Mars\/Olympus"/],
  [{ TIMEZONES: 'Europe/Paris' }, /^DEFAULT_TIMEZONE: is "UTC", which is not among the TIMEZONES/],
]
for (const [env, message] of wrong) {
  test(`the start is refused with ${JSON.stringify(env)}`, () => {
    assert.throws(() => createLocalInfo(readConfig(env)), { name: 'SettingError', message })
  })
}

// RFC 9110, 12.5.4; RFC 4647, 3.4; UTS #35, Likely Subtags and Parent Locales
const readers: readonly [header: string | undefined, stored: string, language: string][] = [
  [undefined, 'fr', 'fr'],
  ['', 'fr', 'fr'],
  ['*', 'fr', 'fr'],
  ['de', 'fr', 'de'],
  ['de;q=0', 'fr', 'fr'],
  ['de;q=0.5, es', 'fr', 'es'],
  ['tlh, xx, it;q=0.1', 'fr', 'it'],
  ['fr-CA', 'en', 'fr-CA'],
  ['fr-BE', 'en', 'fr'],
  ['FR-be', 'en', 'fr'],
  ['zh-TW', 'en', 'zh-Hant'],
  ['zh-HK', 'en', 'zh-Hant'],
  ['zh-CN', 'en', 'zh-Hans'],
  ['pt', 'en', 'pt'],
  ['pt-BR', 'en', 'pt-BR'],
  ['pt-AO', 'en', 'pt-PT'],
  ['es-AR', 'en', 'es-419'],
  ['sr-Latn-RS', 'en', 'sr-Latn'],
  ['sr-ME', 'en', 'sr-Latn'],
  ['iw', 'en', 'he'],
  ['en-GB-oxendict', 'fr', 'en-GB'],
  ['not a language;;;q=,,=', 'fr', 'fr'],
  [`${'de,'.repeat(400)}de`, 'fr', 'fr'],
  [undefined, 'gone', 'en'],
  [undefined, '', 'en'],
]
for (const [header, stored, language] of readers) {
  test(`a reader of ${JSON.stringify(header?.slice(0, 40))} with ${JSON.stringify(stored)} stored reads ${language}`, () => {
    assert.equal(readerLanguage(header, stored), language)
  })
}

test('whatever a header says, the reader gets a language that has names', () => {
  const known = new Set<string>(localInfo.languages)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), (header) => {
      assert.ok(known.has(readerLanguage(header, 'fr')))
    }),
  )
})
