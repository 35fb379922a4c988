import { nearestLanguage } from './language.ts'

/** The texts of a page: its heading and what stands under it. */
export interface PageText {
  title: string
  paragraphs: readonly string[]
  /** The label of the button, where the page has one. */
  button?: string
}

export type PageKind = 'undo_ask' | 'undo_done' | 'undo_over' | 'undo_unknown'

export type PageTexts = Readonly<Record<PageKind, PageText>>

const english: PageTexts = {
  undo_ask: {
    title: 'Undo the change of your e-mail address?',
    paragraphs: [
      'The account goes back to the address {address}. Everybody who is signed in to it is signed out, and a new password has to be chosen.',
    ],
    button: 'Undo the change',
  },
  undo_done: {
    title: 'The change is undone',
    paragraphs: [
      'The account has the address {address} again, and everybody is signed out.',
      'Choose a new password before you sign in: ask for it with “forgot password”. The code comes to this address.',
    ],
  },
  undo_over: {
    title: 'This link has been used or is too old',
    paragraphs: [
      'A change can be undone once, within 72 hours. If somebody else uses your account, ask those who run the service for help.',
    ],
  },
  undo_unknown: {
    title: 'This link is not known',
    paragraphs: ['Look whether the address was copied whole, or open it from the mail again.'],
  },
}

const pageTexts: Readonly<Record<string, PageTexts>> = { en: english }

/** The texts nearest to the wanted language, and the language that they are in. */
export function pageTextsFor(wanted: string): { language: string; texts: PageTexts } {
  const language = nearestLanguage(pageTexts, wanted)
  return { language, texts: pageTexts[language] ?? english }
}
