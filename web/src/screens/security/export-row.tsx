import { useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { Row } from '../../ui/row.tsx'
import { DownloadIcon } from './icons.tsx'
import { Status } from './parts.tsx'

/** Time for the browser to start reading the file, in milliseconds. */
const REVOKE_DELAY = 60_000

/** Offers a copy of everything stored about the person. */
export function ExportRow({ onDone }: { onDone: () => void }) {
  const t = useText()
  const { form, isDone } = useExport(onDone)
  return (
    <>
      <Row
        name="export"
        label={t('export.title')}
        value={<Status hint={form.isBusy ? t('export.busy') : t('export.text')} />}
        action={t('action.download')}
        onAction={() => void form.submit()}
      />
      <Outcome failure={form.failure} isDone={isDone} />
    </>
  )
}

/** The same as a button. */
export function ExportButton({ onDone }: { onDone: () => void }) {
  const t = useText()
  const { form, isDone } = useExport(onDone)
  return (
    <>
      <Outcome failure={form.failure} isDone={isDone} />
      <div className="row">
        <Button look="plain" name="download" isBusy={form.isBusy} onClick={() => void form.submit()}>
          {form.isBusy ? null : <DownloadIcon />}
          {form.isBusy ? t('export.busy') : t('export.start')}
        </Button>
      </div>
    </>
  )
}

function Outcome({ failure, isDone }: { failure: Failure | null; isDone: boolean }) {
  const t = useText()
  if (failure) return <Notice look="danger">{failureText(t, failure)}</Notice>
  return isDone ? <Notice look="good">{t('export.done')}</Notice> : null
}

/** Saves everything as one file. */
function useExport(onDone: () => void) {
  const t = useText()
  const { api } = useApp()
  const [isDone, setDone] = useState(false)
  const form = useForm(async () => {
    setDone(false)
    announce(t('export.busy'))
    const answer = await api.raw('GET', 'user/export/')
    const file = await answer.blob().catch((error: unknown) => {
      throw asFailure(error)
    })
    save(file, nameOf(answer))
    setDone(true)
    onDone()
  })
  return { form, isDone }
}

const nameOf = (answer: Response): string =>
  /filename="([\w.-]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'profile.zip'

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_DELAY)
}
