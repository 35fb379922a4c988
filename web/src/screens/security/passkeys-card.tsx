import { lazy, Suspense, useId, useRef, useState } from 'react'
import type { Api } from '../../api/client.ts'
import type { Passkey } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { hasPasskeys } from '../../session/passkey-support.ts'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { KeyIcon } from './icons.tsx'
import { LoadFailure, RowSkeletons } from './parts.tsx'
import { useLoaded } from './use-loaded.ts'

const PasskeyDialog = lazy(() => import('../../second-factor/passkey-dialog.tsx'))

interface Asked {
  passkey: Passkey
  what: 'rename' | 'remove'
}

/** The passkeys, and a way to add one. Where the service has none, there is no card. */
export function PasskeysCard(props: { version: string; onChanged: () => void }) {
  const { config } = useApp()
  return config.passkeys ? <Passkeys {...props} /> : null
}

const readPasskeys = (api: Api) => api.call('GET', 'user/passkeys/')

function Passkeys({ version, onChanged }: { version: string; onChanged: () => void }) {
  const t = useText()
  const { api, config } = useApp()
  const { data, failure, load } = useLoaded(readPasskeys, version)
  const [asked, setAsked] = useState<Asked | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const changed = (text: string) => {
    announce(text)
    void load()
    onChanged()
  }
  const adding = useForm(async () => {
    const { addPasskey } = await import('../../second-factor/passkeys.ts')
    const { name } = await addPasskey(api)
    changed(t('passkey.added', { name }))
  })
  const passkeys = data?.passkeys
  return (
    <Card title={t('passkey.title')} text={t('passkey.text')}>
      {failure ? <LoadFailure failure={failure} onRetry={() => void load()} /> : null}
      {!passkeys && failure === null ? <RowSkeletons count={1} /> : null}
      {passkeys?.length === 0 ? <p className="quiet">{t('passkey.none')}</p> : null}
      {passkeys ? (
        <ul className="entries" ref={list} tabIndex={-1} aria-label={t('passkey.title')}>
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onAsk={(what) => setAsked({ passkey, what })} />
          ))}
        </ul>
      ) : null}
      {adding.failure ? <Notice look="danger">{failureText(t, adding.failure)}</Notice> : null}
      <div className="row">
        {hasPasskeys(config) ? (
          <Button
            look="secondary"
            name="add-passkey"
            isBusy={adding.isBusy}
            onClick={() => void adding.submit()}
          >
            {t('passkey.add')}
          </Button>
        ) : (
          <p className="quiet">{t('passkey.unsupported')}</p>
        )}
      </div>
      {asked ? (
        <Suspense>
          <PasskeyDialog
            {...asked}
            onClose={() => setAsked(null)}
            onDone={(text) => {
              setAsked(null)
              changed(text)
              // The button that had the focus may be gone.
              if (asked.what === 'remove') requestAnimationFrame(() => list.current?.focus())
            }}
          />
        </Suspense>
      ) : null}
    </Card>
  )
}

function PasskeyRow({ passkey, onAsk }: { passkey: Passkey; onAsk: (what: Asked['what']) => void }) {
  const t = useText()
  const id = useId()
  const instants = useInstants()
  const { name, authenticator, created_at: created, last_used_at: used } = passkey
  return (
    <li className="entry">
      <span className="entry-icon">
        <KeyIcon />
      </span>
      <div className="entry-body">
        <p className="entry-title">
          <strong dir="auto">{name}</strong>
        </p>
        <p className="entry-text" id={id}>
          {authenticator !== '' && authenticator !== name ? (
            <>
              <bdi>{authenticator}</bdi>
              {' · '}
            </>
          ) : null}
          {t('passkey.created', { date: instants.date(created) })}
          {' · '}
          {used === null ? (
            t('passkey.never_used')
          ) : (
            <time dateTime={used} title={instants.moment(used)}>
              {t('passkey.last_used', { when: instants.ago(used) })}
            </time>
          )}
        </p>
      </div>
      <div className="row entry-action">
        <Button
          look="secondary"
          aria-label={t('passkey.rename_named', { name })}
          onClick={() => onAsk('rename')}
        >
          {t('passkey.rename')}
        </Button>
        <Button
          look="secondary"
          aria-label={t('passkey.remove_named', { name })}
          aria-describedby={id}
          onClick={() => onAsk('remove')}
        >
          {t('passkey.remove')}
        </Button>
      </div>
    </li>
  )
}
