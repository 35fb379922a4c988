import { useEffect, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { useMoreTexts, useText } from '../../i18n/language.tsx'
import { openPlace } from '../../route.ts'
import { leaveFor, placeBefore, returnFrom } from '../../session/provider.ts'
import { Button } from '../../ui/button.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'

/**
 * The response of the provider, which is in the fragment of the address. It is read once and leaves no trace in the
 * history.
 */
function takeResponse(): URLSearchParams {
  const response = new URLSearchParams(location.hash.slice(1))
  history.replaceState(history.state, '', location.pathname + location.search)
  return response
}

const response = takeResponse()

/** Where providers send people back to: completes the sign-in, and leads to where the person was. */
export default function SignedIn() {
  useMoreTexts()
  const t = useText()
  const { config, session } = useApp()
  const [failure, setFailure] = useState<Failure | null>(null)
  const provider = config.providers.find(({ id }) => id === response.get('provider'))
  useEffect(() => {
    // Without a response, somebody came here by the history.
    if (!response.has('state') && !response.has('code') && !response.has('error'))
      return openPlace(placeBefore())
    const sent = new URLSearchParams(response)
    for (const name of [...response.keys()]) if (name !== 'provider') response.delete(name)
    returnFrom(session, sent).then(
      () => openPlace(placeBefore()),
      (error: unknown) => setFailure(asFailure(error)),
    )
  }, [session])
  const again = useForm(() =>
    leaveFor(session, provider?.id ?? '').catch((error) => setFailure(asFailure(error))),
  )
  return (
    <div className="card">
      <h1>{t('sign_in.title')}</h1>
      {failure === null ? (
        <p role="status">
          <span className="spinner" aria-hidden="true" /> {t('provider.wait')}
        </p>
      ) : (
        <>
          <Notice look="danger">{failureText(t, failure)}</Notice>
          {provider ? (
            <Button isWide name="again" isBusy={again.isBusy} onClick={() => void again.submit()}>
              {t('action.retry')}
            </Button>
          ) : null}
          <Button look="secondary" isWide name="back" onClick={() => openPlace(placeBefore())}>
            {t('provider.back')}
          </Button>
        </>
      )}
    </div>
  )
}
