import type { Page } from 'playwright-core'
import { saved } from '../../test/support/page.ts'
import { asFile } from '../../test/support/picture-screen.ts'
import type { Person } from '../../test/support/service.ts'
import type { MailCatcher } from '../../test/support/smtp.ts'
import { eventually } from '../../test/support/wait.ts'
import type { Hands } from './hands.ts'

/** What a scripted person works with. */
export interface Desk {
  page: Page
  person: Person
  hands: Hands
  mails: MailCatcher
  photograph: Buffer
}

/** Something that people come to the page for. */
export interface Task {
  name: string
  /** Whether it begins at the sign-in instead of the profile. */
  isSignedOut?: boolean
  run(desk: Desk): Promise<void>
}

/** Returns the code of the newest mail that has one. */
const codeTo = ({ mails }: MailCatcher, address: string): Promise<string> =>
  eventually(async () =>
    mails
      .filter(({ to }) => to === address)
      .flatMap(({ mail }) => /^(\d{6}|[2-9A-Z]{4}-[2-9A-Z]{4})$/m.exec(mail.text ?? '')?.[0] ?? [])
      .at(-1),
  )

const button = (page: Page, name: string | RegExp, exact = false) =>
  page.getByRole('button', { name, exact }).first()

/** Opens a row, types, takes the first match, and saves. */
async function chooseByTyping(
  { page, hands }: Desk,
  row: string,
  label: string,
  text: string,
): Promise<void> {
  await hands.use(page.locator(`[name=edit-${row}]`))
  await hands.type(page.getByRole('combobox', { name: label }), text)
  await hands.see(page.getByRole('option').first())
  await hands.press('Enter')
  await hands.press('Enter')
  await hands.see(saved(page))
}

export const tasks: readonly Task[] = [
  {
    name: 'Sign in with an address',
    isSignedOut: true,
    async run({ page, person, hands }) {
      await hands.type(page.locator('[name=username]'), person.email)
      await hands.type(page.locator('[name=password]'), person.password)
      await hands.press('Enter')
      await hands.see(page.locator('.hero'))
    },
  },
  {
    name: 'Change the time zone by typing it',
    run: (desk) => chooseByTyping(desk, 'timezone', 'Time zone', 'Berlin'),
  },
  {
    name: 'Change the language',
    run: (desk) => chooseByTyping(desk, 'language', 'Language', 'German'),
  },
  {
    name: 'Add a phone number',
    async run({ page, hands }) {
      await hands.use(page.locator('[name=edit-phone]'))
      await hands.type(page.locator('[name=phone]'), '02079460018')
      await hands.press('Enter')
      await hands.see(saved(page))
    },
  },
  {
    name: 'Change the address with the code',
    async run({ page, hands, mails, person }) {
      const address = `new.${person.username}@example.org`
      await hands.use(page.locator('[name=edit-email]'))
      await hands.type(page.locator('dialog [name=email]'), address)
      await hands.press('Enter')
      await hands.see(page.locator('dialog [name=code]'))
      await hands.type(page.locator('dialog [name=code]'), await codeTo(mails, address))
      await hands.use(button(page, 'Done', true))
    },
  },
  {
    name: 'Choose and crop a picture',
    async run({ page, hands, photograph }) {
      await hands.use(page.getByRole('link', { name: 'Change picture' }))
      const chooser = page.waitForEvent('filechooser')
      await hands.use(button(page, 'Choose a picture'))
      await (await chooser).setFiles(asFile(photograph))
      await hands.see(page.locator('.preview img'))
      await hands.use(button(page, 'Zoom in'))
      await hands.use(button(page, 'Save picture'))
      await hands.see(page.locator('.notice-good'))
    },
  },
  {
    name: 'End an unknown session',
    async run({ page, hands }) {
      await hands.use(page.getByRole('link', { name: 'Security & data' }))
      await hands.use(button(page, /^Sign out Firefox on Windows/))
      await hands.see(page.getByText('Firefox on Windows has been signed out.'))
    },
  },
  {
    name: 'Recover a password',
    isSignedOut: true,
    async run({ page, hands, person, mails }) {
      await hands.use(page.getByRole('link', { name: 'Forgot your password?' }))
      await hands.type(page.locator('[name=email]'), person.email)
      await hands.press('Enter')
      await hands.see(page.locator('[name=code]'))
      await hands.type(page.locator('[name=code]'), await codeTo(mails, person.email))
      await hands.type(page.locator('[name=new-password]'), 'a lake beside nine hills')
      await hands.press('Enter')
      await hands.use(page.locator('[name=continue]'))
      await hands.see(page.locator('.hero'))
    },
  },
  {
    name: 'Download the data',
    async run({ page, hands, person }) {
      await hands.use(page.getByRole('link', { name: 'Security & data' }))
      const download = page.waitForEvent('download', { timeout: 20000 })
      await hands.use(page.locator('[name=edit-export]'))
      await hands.see(page.locator('[name=password]').or(page.getByText('Your file is ready')))
      if (await page.locator('[name=password]').count()) {
        await hands.type(page.locator('[name=password]'), person.password)
        await hands.press('Enter')
      }
      await download
      await hands.see(page.getByText('Your file is ready'))
    },
  },
  {
    name: 'Delete the account and take it back',
    async run({ page, hands, person }) {
      await hands.use(page.getByRole('link', { name: 'Security & data' }))
      await hands.use(page.locator('[name=edit-deletion]'))
      await hands.type(page.locator('dialog [name=password]'), person.password)
      await hands.press('Enter')
      await hands.use(button(page, 'Keep my account'))
      await hands.see(page.getByText("Your account won't be deleted."))
    },
  },
]
