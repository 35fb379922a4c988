import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { directionOf, type Language, languageFinder, languages } from '../../common/languages.ts'
import { failures, fieldMessages } from '../../src/errors/error-catalogue.ts'
import { languages as known } from '../../src/local-info/languages.ts'
import { nativeName } from '../../src/local-info/names.ts'
import { textsOf, translationOf } from '../../src/messages/catalogue.ts'
import { format, formatInstant } from '../../src/messages/format.ts'
import { formatHtml } from '../../src/messages/html.ts'
import { messageLanguage } from '../../src/messages/language.ts'
import type { Texts } from '../../src/messages/texts.ts'
import { languagesOf } from '../../src/page/page.ts'
import { serviceFixture } from '../support/service.ts'

const service = await serviceFixture()

const others = languages.filter((language) => language !== 'en')
const errorTexts = Object.fromEntries(
  Object.entries({ ...fieldMessages, ...failures }).map(([key, { text }]) => [key, text]),
)
const english = leaves(await textsOf('en'))

/** Returns every text by its path, such as `mails.footer`; parts of a link or page are separate. */
function leaves(value: unknown, path = ''): Record<string, string> {
  if (typeof value === 'string') return { [path]: value }
  const parts = Object.entries(value as object).map(([name, part]) =>
    leaves(part, path === '' ? name : `${path}.${name}`),
  )
  return Object.assign({}, ...parts)
}

async function catalogue(language: Language): Promise<Record<string, string>> {
  const translation = await translationOf(language)
  const texts: Texts = await textsOf(language)
  return { ...leaves({ mails: texts.mails, pages: texts.pages, copy: texts.copy }), ...translation?.errors }
}

/** What is translated: the detailed message, where the published text of an error is less than that. */
const messages = Object.fromEntries(
  Object.entries({ ...fieldMessages, ...failures }).flatMap(([key, error]) =>
    'message' in error ? [[key, error.message]] : [],
  ),
)
const source = { ...english, ...errorTexts, ...messages }
const parameters = (text: string) => [...new Set(text.match(/(?<=\{)\w+(?=[,}])/g))].sort()
const plurals = (text: string) => text.match(/\{\w+, plural,(?: \w+ \{[^{}]*\})+\}/g) ?? []
/** Returns a text without its placeholders. */
const words = (text: string) => text.replace(/\{\w+\}/g, '')

test('the page offers languages that the runtime knows, by their names there', () => {
  const offered = languagesOf(() => true, 'en').languages
  assert.deepEqual(
    offered.map(({ code, native_name }) => [code, native_name]),
    languages.map((code) => [code, nativeName(code)]),
  )
  for (const code of languages) assert.ok(known().includes(code), code)
})

test('each language, and no other, has texts in the service and in the page', async () => {
  const files = await readdir(new URL('../../src/messages/languages/', import.meta.url))
  assert.deepEqual(files.sort(), languages.map((language) => `${language}.ts`).sort())
  const pageFiles = await readdir(new URL('../../web/src/locales/', import.meta.url))
  assert.deepEqual(pageFiles.sort(), languages.map((language) => `${language}.json`).sort())
  for (const language of others) assert.equal((await translationOf(language))?.language, language)
})

// Technical terms that are the same in every language.
const names =
  /crop_(x|y|width|height)|YYYY-MM-DDThh:mm:ssZ|YYYY-MM-DD|locality|region|country|attribute|active|profile\.json|pictures|If-Match|Idempotency-Key|ASCII|server|updated_since|search|status|Authorization|apikey|JSON|JPEG|JavaScript|multipart|API|MB|U\+|e-mail|E-Mail|null|Surrogat\w*|\(?Origin\)?|true|false|Code|Format|Pixel\w*|Hash|Token|Entity-Tags|Link|Cookie|Mega\w*|Byte/g

for (const language of others) {
  test(`${language}: every text is there, is translated, and has the same placeholders`, async () => {
    const texts = await catalogue(language)
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(source).sort())
    for (const [path, text] of Object.entries(texts)) {
      const original = source[path] ?? ''
      assert.deepEqual(parameters(text), parameters(original), path)
      assert.notEqual(text.trim(), '', path)
      if (/[a-z]{3}/i.test(words(original))) assert.notEqual(text, original, path)
      assert.equal(text, text.normalize('NFC').trim(), path)
    }
  })

  test(`${language}: no English words remain`, async () => {
    const isLatin = new Intl.Locale(language).maximize().script === 'Latn'
    for (const [path, text] of Object.entries(await catalogue(language))) {
      const own = words(text)
        .replace(/\w+, plural,|\b(zero|one|two|few|many|other) \{/g, '')
        .replace(names, '')
      const left = isLatin
        ? /\b(the|this|your|you|of|and|with|address|account|password|must|not|valid|sign|please|file|again)\b/i
        : /[a-z]{2}/i
      assert.doesNotMatch(own, left, path)
    }
  })

  test(`${language}: a plural has each form of the language for whole numbers, or one for all`, async () => {
    const rules = new Intl.PluralRules(language)
    const needed = new Set(Array.from({ length: 201 }, (_, number) => rules.select(number)))
    for (const [path, text] of Object.entries(await catalogue(language))) {
      for (const plural of plurals(text)) {
        const forms = [...plural.matchAll(/ (\w+) \{/g)].map(([, form]) => form)
        if (forms.length === 1) assert.deepEqual(forms, ['other'], path)
        else assert.deepEqual(new Set(forms), needed, path)
      }
      assert.equal(/plural/.test(format(language, text, { ...sample })), false, path)
    }
  })
}

const sample = {
  ...{
    code: '123456',
    service: 'Shop',
    address: 'new@example.com',
    name: 'Ada',
    until: 'X',
    minutes: 10,
    hours: 24,
  },
  ...{
    max: 255,
    min: 8,
    megabytes: 1.5,
    megapixels: 50,
    width: 4000,
    height: 3000,
    value: 'xx',
    limit: 1_000_000,
  },
  ...{
    attribute: 'username',
    type: 'list',
    reason: 'Expecting value',
    method: 'PUT',
    mediaType: 'text/plain',
  },
  ...{ seconds: 42, hh: '07', m: '5', ss: '09' },
}

/** Words that address a reader in the form not chosen for the language (CONTRIBUTING.md). */
const otherAddress: Partial<Record<Language, string>> = {
  es: 'usted(es)?|escriba|escríba(lo|la)|inicie|elija|pida|envíe|suba|use|compruebe|vuelva|revise|inténtelo',
  fr: 'tu|te|toi|ton|ta|tes|saisis|choisis|vérifie|réessaie',
  de: 'du|dich|dir|dein(e|en|em|er|es)?|gib|wähle|melde|prüfe|euch|euer',
  pt: 'tu|te|ti|teus?|tuas?|contigo|escolhe|digita|verifica|pede',
}

test('mails, errors and the page address their reader in the same way', async () => {
  for (const [language, words] of Object.entries(otherAddress)) {
    const other = new RegExp(`(?<!\\p{L})(${words})(?!\\p{L})`, 'iu')
    const page = await readFile(new URL(`../../web/src/locales/${language}.json`, import.meta.url), 'utf8')
    const texts = { ...(await catalogue(language as Language)), ...(JSON.parse(page) as object) }
    for (const [path, text] of Object.entries(texts)) assert.doesNotMatch(text, other, `${language} ${path}`)
  }
})

test('typography: each language has its own spaces, quotation marks and punctuation', async () => {
  const rules: Partial<Record<Language, readonly RegExp[]>> = {
    es: [/["“”„]/, /(?<!¿[^?]*)\?/, / [:;!?]/],
    fr: [/["“”„']/, /(?<!\u202f)[;!?»]/, /(?<!\u00a0):/, /«(?!\u202f)/, /# /],
    de: [/["”«»]/, /„[^“]*$/, / [:;!?]/],
    pt: [/["„«»]/, / [:;!?]/],
    ar: [/["“”„,;?]/, /[٠-٩]/],
    hi: [/["„«»]/, /[०-९]/, /\p{L}\.$/u],
    ja: [
      /["“”„«»,;:!?.]$|[,;:!?.](?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])/u,
      /[\p{sc=Hira}\p{sc=Han}] [\p{sc=Hira}\p{sc=Han}]/u,
    ],
    'zh-Hans': [/["„«»]/, /[,;:!?.]$|[,;:!?.](?=\p{sc=Han})/u, /\p{sc=Han} \p{sc=Han}/u],
  }
  for (const language of others) {
    for (const [path, text] of Object.entries(await catalogue(language))) {
      const own = text
        .replace(/\{\w+, plural,|(one|two|few|many|other|zero) \{/g, '')
        .replaceAll('@/./+/-/_', '')
        .replaceAll('YYYY-MM-DDThh:mm:ssZ', '')
        .replaceAll('profile.json', '')
      for (const rule of rules[language] ?? []) assert.doesNotMatch(own, rule, `${language} ${path}`)
    }
  }
})

// CLDR, plurals.xml; the digits are always Western.
const seconds: readonly (readonly [Language, number, RegExp])[] = [
  ['es', 1, /1 segundo\./],
  ['fr', 0, /0\u00a0seconde\./],
  ['fr', 2, /2\u00a0secondes\./],
  ['de', 1, /1 Sekunde /],
  ['de', 3600, /3\.600 Sekunden /],
  ['pt', 1, /1 segundo\./],
  ['ar', 1, /بعد ثانية واحدة\./],
  ['ar', 2, /بعد ثانيتين\./],
  ['ar', 3, /بعد 3 ثوانٍ\./],
  ['ar', 11, /بعد 11 ثانية\./],
  ['ar', 100, /بعد 100 ثانية\./],
  ['hi', 100_000, /1,00,000 सेकंड/],
  ['ja', 1, /。1秒後/],
  ['zh-Hans', 1, /在 1 秒后/],
]
for (const [language, number, expected] of seconds) {
  test(`${language} writes ${number} seconds grammatically`, async () => {
    const translation = await translationOf(language)
    assert.match(format(language, translation?.errors.throttled ?? '', { seconds: number }), expected)
  })
}

test('a value that looks like a placeholder stays unchanged', () => {
  assert.equal(
    format('en', '"{value}" is {a, plural, x}', { value: '{max} #' }),
    '"{max} #" is {a, plural, x}',
  )
})

// A number keeps its order by itself (UAX #9, W1 to W7); everything else is isolated in right-to-left text.
test('in Arabic values are isolated, except numbers and codes', () => {
  assert.equal(
    format('ar', '{address} و{code}', { address: 'a@b.example', code: '012345' }),
    '\u2068a@b.example\u2069 و012345',
  )
  assert.equal(format('fr', '{address}', { address: 'a@b.example' }), 'a@b.example')
  assert.equal(
    formatHtml('ar', '{address} & {n, plural, few {# <b>}}', { address: '<a@b.example>', n: 3 }),
    '<bdi>&lt;a@b.example&gt;</bdi> &amp; <bdi>3</bdi> &lt;b&gt;',
  )
})

test('an instant is written in each language with Western digits and its time zone last', () => {
  for (const language of languages) {
    const text = formatInstant(language, Date.UTC(2026, 4, 17, 12, 5), 'Asia/Kathmandu')
    assert.match(text, /17/)
    assert.match(text, /\(.*5:45\)$/)
    assert.doesNotMatch(text, /[٠-٩०-९]/)
  }
})

const readers: readonly (readonly [string | undefined, string, Language])[] = [
  ['pt-BR', 'en', 'pt'],
  ['pt-PT', 'en', 'pt'],
  ['es-MX', 'en', 'es'],
  ['es-419', 'en', 'es'],
  ['fr-CA', 'en', 'fr'],
  ['ar-EG', 'en', 'ar'],
  ['zh-CN', 'en', 'zh-Hans'],
  ['zh-SG', 'en', 'zh-Hans'],
  ['zh', 'en', 'zh-Hans'],
  ['cmn-Hans', 'en', 'zh-Hans'],
  ['zh-TW', 'en', 'zh-Hans'],
  ['zh-Hant-HK', 'en', 'zh-Hans'],
  ['hi-Latn', 'fr', 'fr'],
  ['it, fr;q=0.8', 'en', 'fr'],
  ['it', 'de', 'de'],
  ['en-GB, fr', 'de', 'en'],
  ['*', 'ja', 'ja'],
  ['fr;q=0, *', 'ja', 'ja'],
  ['nonsense;;', 'pt-AO', 'pt'],
  [undefined, 'zh-Hant', 'zh-Hans'],
  [undefined, 'sv', 'en'],
  [undefined, 'not a tag', 'en'],
]
for (const [header, stored, language] of readers) {
  test(`a reader of ${JSON.stringify(header)} with ${JSON.stringify(stored)} stored gets ${language}`, () => {
    assert.equal(messageLanguage(header, stored), language)
  })
}

// UTS #35, Likely Subtags
const offers: readonly (readonly [offered: string, wanted: string, found: string | null])[] = [
  ['pt-PT pt-BR', 'pt', 'pt-BR'],
  ['pt-PT pt-BR', 'pt-AO', 'pt-BR'],
  ['pt-PT pt', 'pt-AO', 'pt'],
  ['pt-PT pt', 'pt-PT', 'pt-PT'],
  ['fr en', 'en-GB, fr', 'en'],
  ['fr en', 'ja, fr-CA', 'fr'],
  ['zh-Hans zh-Hant', 'zh-HK', 'zh-Hant'],
  ['zh-Hans zh-Hant', 'zh-hans', 'zh-Hans'],
  ['zh-Hant', 'zh-CN', null],
  ['sr-Latn', 'sr', null],
  ['sr-Latn', 'sr-ME', 'sr-Latn'],
  ['he', 'iw', 'he'],
  ['in-valid-, en', 'en', 'en'],
  ['en', 'not a tag', null],
  ['', 'en', null],
]
for (const [offered, wanted, found] of offers) {
  test(`out of ${JSON.stringify(offered)}, a reader of ${JSON.stringify(wanted)} gets ${found}`, () => {
    assert.equal(languageFinder(offered.split(' '))(...wanted.split(', ')), found)
  })
}

test('each language has the direction of its script in Unicode', () => {
  for (const language of languages)
    assert.equal(directionOf(language), new Intl.Locale(language).getTextInfo().direction)
})

test('whatever a header says, the reader gets a supported language', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), (header) => {
      assert.ok(languages.includes(messageLanguage(header, 'fr')))
    }),
  )
})

const arabicBlank = 'لا يمكن ترك هذا الحقل فارغًا.'

test('an API error requested in Arabic has Arabic messages in addition to the published English', async () => {
  const person = await service.person()
  const answer = await fetch(`${service.base}/user/update/profile/`, {
    method: 'POST',
    headers: { ...person.headers, 'accept-language': 'ar-EG,ar;q=0.9,en;q=0.8' },
    body: new URLSearchParams({ email: '', languages: 'xx' }),
  })
  const body = (await answer.json()) as Record<string, Record<string, string[]>>
  assert.equal(answer.status, 400)
  assert.equal(answer.headers.get('content-language'), 'ar')
  assert.deepEqual(body.errors?.email, ['This field may not be blank.'])
  assert.deepEqual(body.errors?.languages, ['"xx" is not a valid choice.'])
  assert.deepEqual(body.error_messages?.email, [arabicBlank])
  assert.deepEqual(body.error_messages?.languages, ['«\u2068xx\u2069» ليس من الخيارات المتاحة.'])
  assert.deepEqual(Object.keys(body.error_messages ?? {}), Object.keys(body.errors ?? {}))
})

test('the API returns every language, in the envelope and in problem details; English has no extra messages', async () => {
  for (const language of languages) {
    for (const accept of ['application/json', 'application/problem+json']) {
      const answer = await fetch(`${service.base}/user/login/`, {
        method: 'POST',
        headers: { apikey: service.apiKey, 'accept-language': language, accept },
        body: new URLSearchParams({ username: 'nobody', password: 'wrong' }),
      })
      const body = (await answer.json()) as { errors: object; error_messages?: object }
      assert.equal(answer.status, 401)
      assert.deepEqual(body.errors, { detail: errorTexts.credentials_invalid })
      const translation = await translationOf(language)
      const expected = translation ? { detail: translation.errors.credentials_invalid } : undefined
      assert.deepEqual(body.error_messages, expected)
      assert.equal(answer.headers.get('content-language'), translation ? language : null)
    }
  }
})

test('without a language in the request the stored one is used, also to name what a password is similar to', async () => {
  const person = await service.person({ fields: { language: 'de-AT', first_name: 'Grünewald' } })
  const answer = await fetch(`${service.base}/user/password/change/`, {
    method: 'POST',
    headers: { ...person.headers, 'accept-language': '*' },
    body: new URLSearchParams({ old_password: person.password, new_password: 'grünewald1' }),
  })
  const body = (await answer.json()) as Record<string, Record<string, string[]>>
  assert.deepEqual(body.errors?.new_password, ['The password is too similar to the first name.'])
  assert.deepEqual(body.error_messages?.new_password, ['Das Passwort ist dem Vornamen zu ähnlich.'])
})

test('the undo page uses the language of the browser if it does not know the person', async () => {
  const page = await fetch(`${service.origin}/email-change/undo/unknown`, {
    headers: { 'accept-language': 'ar' },
  })
  assert.equal(page.status, 404)
  assert.equal(page.headers.get('content-language'), 'ar')
  const html = await page.text()
  assert.match(html, /<html lang="ar" dir="rtl">/)
  assert.match(html, /<h1>هذا الرابط غير معروف<\/h1>/)
})

for (const language of languages)
  test(`${language}: mails call the page what it calls itself`, async () => {
    const file = new URL(`../../web/src/locales/${language}.json`, import.meta.url)
    const { 'security.page_application': name } = JSON.parse(await readFile(file, 'utf8'))
    assert.equal((await textsOf(language)).mails.notice.accountPage, name)
  })
