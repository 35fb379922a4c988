/** The fonts of default pictures with initials: by Debian package. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { SettingError } from '../config/settings.ts'

/** Scripts whose letters are in a font of their own, called as they are (Unicode property values). */
const OWN_FONT = [
  ...[
    'Adlam',
    'Arabic',
    'Armenian',
    'Balinese',
    'Bamum',
    'Bengali',
    'Canadian_Aboriginal',
    'Cham',
    'Cherokee',
  ],
  ...['Devanagari', 'Ethiopic', 'Georgian', 'Gujarati', 'Gurmukhi', 'Hanifi_Rohingya', 'Hebrew', 'Javanese'],
  ...[
    'Kannada',
    'Kayah_Li',
    'Khmer',
    'Lao',
    'Lepcha',
    'Limbu',
    'Lisu',
    'Malayalam',
    'Meetei_Mayek',
    'Mongolian',
  ],
  ...[
    'Myanmar',
    'New_Tai_Lue',
    'Nko',
    'Ol_Chiki',
    'Oriya',
    'Osage',
    'Sinhala',
    'Sundanese',
    'Syriac',
    'Tai_Le',
  ],
  ...['Tai_Tham', 'Tai_Viet', 'Tamil', 'Telugu', 'Thaana', 'Thai', 'Tibetan', 'Tifinagh', 'Vai', 'Yi'],
] as const
const EAST_ASIAN = ['Han', 'Hiragana', 'Katakana', 'Bopomofo']
const fileNames: Readonly<Record<string, string>> = { Nko: 'NotoSansNKo', Tibetan: 'NotoSerifTibetan' }
const pattern = (script: string) => new RegExp(`\\p{Script=${script}}`, 'u')
const families: [letters: RegExp, files: string[]][] = [
  ...OWN_FONT.map((script): [RegExp, string[]] => {
    const name = fileNames[script] ?? `NotoSans${script.replaceAll('_', '')}`
    return [pattern(script), [`noto/${name}-Bold.ttf`, `noto/${name}-Regular.ttf`]]
  }),
  ...EAST_ASIAN.map((script): [RegExp, string[]] => [pattern(script), ['droid/DroidSansFallbackFull.ttf']]),
  [/\p{Script=Hangul}/u, ['nanum/NanumGothicBold.ttf']],
]

/** The Debian packages that contain the fonts. */
const FONT_PACKAGES = ['fonts-noto-core', 'fonts-droid-fallback', 'fonts-nanum']

/** The font with Latin, Greek and Cyrillic letters, in the folder of fonts. */
const MAIN_FONT = 'noto/NotoSans-Bold.ttf'

/** Returns the files of fonts that may have a letter, in the folder of fonts, the best one first. */
export function fontsFor(letter: string): string[] {
  const own = families.find(([letters]) => letters.test(letter))
  return [...(own?.[1] ?? []), MAIN_FONT]
}

/**
 * Checks that the folder has the fonts, if they are needed.
 * @throws {SettingError} `FONTS_DIR`
 */
export async function checkFonts(settings: { defaultPicture: string; fontsDir: string }): Promise<void> {
  if (settings.defaultPicture !== 'initials') return
  await access(join(settings.fontsDir, MAIN_FONT)).catch(() => {
    throw new SettingError(
      'FONTS_DIR',
      `must contain ${MAIN_FONT}, since DEFAULT_PICTURE is initials: install the Debian packages ${FONT_PACKAGES.join(', ')}, or set DEFAULT_PICTURE=pattern`,
    )
  })
}
