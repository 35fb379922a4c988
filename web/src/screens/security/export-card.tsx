import { useState } from 'react'
import { asFailure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { DownloadIcon } from './icons.tsx'

/** How long the browser may take to begin with the file, in milliseconds. */
const KEPT = 60_000

/** A copy of everything that is stored about the person. */
export function ExportCard({ onDone }: { onDone: () => void }) {
  const t = useText()
  return (
    <Card title={t('export.title')} text={t('export.text')}>
      <ExportButton onDone={onDone} />
    </Card>
  )
}

/** Saves everything as one file, and says how that went. */
export function ExportButton({
  look = 'secondary',
  onDone,
}: {
  look?: 'secondary' | 'plain'
  onDone: () => void
}) {
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
  return (
    <>
      {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
      {isDone ? <Notice look="good">{t('export.done')}</Notice> : null}
      <div className="row">
        <Button look={look} name="download" isBusy={form.isBusy} onClick={() => void form.submit()}>
          {form.isBusy ? null : <DownloadIcon />}
          {form.isBusy ? t('export.busy') : t('export.start')}
        </Button>
      </div>
    </>
  )
}

const nameOf = (answer: Response): string =>
  /filename="([\w.-]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'profile.zip'

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT)
}
