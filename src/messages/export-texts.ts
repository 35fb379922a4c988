import { nearestLanguage } from './language.ts'

/** The text that explains a person's copy of their data, a line each. `{name}` is filled. */
export interface ExportTexts {
  title: string
  /** When it was made. */
  made: string
  /** What the file `profile.json` is. */
  profile: string
  /** What the folder `pictures` is. */
  pictures: string
  /** Where there is no such folder. */
  noPictures: string
  /** What is left out. */
  secrets: string
}

const english: ExportTexts = {
  title: 'Your data at {service}',
  made: 'This copy was made on {at}.',
  profile:
    'profile.json: everything stored about you: your profile, where you are signed in, what happened with your account, and the applications you use. It is a text file that programs can read.',
  pictures: 'pictures: your picture, whole and as it is shown.',
  noPictures: 'You have no picture, so there is none here.',
  secrets: 'Passwords and codes are not in it: they are stored in a form that nobody can read.',
}

const exportTexts: Readonly<Record<string, ExportTexts>> = { en: english }

/** The texts nearest to the wanted language, and the language that they are in. */
export function exportTextsFor(wanted: string): { language: string; texts: ExportTexts } {
  const language = nearestLanguage(exportTexts, wanted)
  return { language, texts: exportTexts[language] ?? english }
}
