import './second-factor.css'
import { useApp } from '../app-context.ts'
import { useText } from '../i18n/language.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'

/** Time for the browser to start reading the file, in milliseconds. */
const REVOKE_DELAY = 60_000

/** Recovery codes, which are shown only once, and ways to save them. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useText()
  const { config } = useApp()
  const text = `${t('factor.file', { service: config.service_name })}\n\n${codes.join('\n')}\n`
  const copy = () =>
    navigator.clipboard?.writeText(text).then(
      () => announce(t('factor.copied')),
      () => undefined,
    )
  return (
    <div className="stack">
      <p>{t('factor.codes_text')}</p>
      <ol className="recovery-codes" dir="ltr" translate="no" aria-label={t('factor.codes_title')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row">
        {navigator.clipboard ? (
          <Button look="secondary" name="copy-codes" onClick={() => void copy()}>
            {t('factor.copy')}
          </Button>
        ) : null}
        <Button look="secondary" name="download-codes" onClick={() => save(text)}>
          {t('factor.download')}
        </Button>
        <Button look="secondary" onClick={() => print()}>
          {t('factor.print')}
        </Button>
      </div>
      <Button isWide name="codes-kept" onClick={onKept}>
        {t('factor.kept')}
      </Button>
    </div>
  )
}

function save(text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = 'recovery-codes.txt'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_DELAY)
}
