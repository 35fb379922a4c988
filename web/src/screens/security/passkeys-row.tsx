import { Suspense, useEffect, useId, useRef, useState } from 'react'
import type { Api } from '../../api/client.ts'
import type { Passkey } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import type { Translate } from '../../i18n/translate.ts'
import { passkeys as code } from '../../second-factor/lazy-passkeys.ts'
import { hasPasskeys } from '../../session/passkey-support.ts'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { preparable } from '../../ui/preparable.tsx'
import { Row } from '../../ui/row.tsx'
import { KeyIcon } from './icons.tsx'
import { LoadFailure, Opened, Status, ValueSkeleton } from './parts.tsx'
import { type Loaded, useLoaded } from './use-loaded.ts'

const PasskeyDialog = preparable(() => import('../../second-factor/passkey-dialog.tsx')).Component

type What = 'rename' | 'remove'

interface Props {
  version: string
  onChanged: () => void
}

/** How many passkeys there are, with a button that lists them. Shows nothing if the service does not support them. */
export function PasskeysRow(props: Props) {
  const { config } = useApp()
  return config.passkeys ? <Passkeys {...props} /> : null
}

const readPasskeys = (api: Api) => api.call('GET', 'user/passkeys/')

function Passkeys({ version, onChanged }: Props) {
  const t = useText()
  const { api, config } = useApp()
  const loaded = useLoaded(readPasskeys, version)
  const [isOpen, setOpen] = useState(false)
  const [removals, setRemovals] = useState(0)
  const [asked, setAsked] = useState<{ passkey: Passkey; what: What } | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const changed = (text: string) => {
    announce(text)
    void loaded.load()
    onChanged()
  }
  const adding = useForm(async () => {
    const { addPasskey } = await code.load()
    const { name } = await addPasskey(api)
    changed(t('passkey.added', { name }))
    setOpen(true)
  })
  // After the dialog has returned the focus to the button that opened it, which will be gone.
  useEffect(() => {
    if (removals > 0) list.current?.focus()
  }, [removals])
  const passkeys = loaded.data?.passkeys ?? []
  const isUsable = hasPasskeys(config)
  return (
    <>
      <Row
        name="passkeys"
        label={t('passkey.title')}
        value={<Summary loaded={loaded} isUsable={isUsable} />}
        action={loaded.data ? actionOf(t, passkeys.length, isUsable) : undefined}
        onAction={() => (passkeys.length > 0 ? setOpen(true) : void adding.submit())}
        isOpen={isOpen && passkeys.length > 0}
      >
        <Opened onClose={() => setOpen(false)}>
          <ul className="entries" ref={list} tabIndex={-1} data-first="" aria-label={t('passkey.title')}>
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} onAsk={(what) => setAsked({ passkey, what })} />
            ))}
          </ul>
          <div className="row row-end">
            {isUsable ? (
              <Button
                look="plain"
                name="add-passkey"
                isBusy={adding.isBusy}
                onClick={() => void adding.submit()}
              >
                {t('passkey.add')}
              </Button>
            ) : null}
            <Button look="secondary" name="close-passkeys" onClick={() => setOpen(false)}>
              {t('action.done')}
            </Button>
          </div>
        </Opened>
      </Row>
      {adding.failure ? <Notice look="danger">{failureText(t, adding.failure)}</Notice> : null}
      {asked ? (
        <Suspense>
          <PasskeyDialog
            {...asked}
            onClose={() => setAsked(null)}
            onDone={(text) => {
              setAsked(null)
              changed(text)
              if (asked.what === 'remove') setRemovals((count) => count + 1)
            }}
          />
        </Suspense>
      ) : null}
    </>
  )
}

function actionOf(t: Translate, count: number, isUsable: boolean): string | undefined {
  if (count > 0) return t('action.manage')
  return isUsable ? t('passkey.add') : undefined
}

function Summary({
  loaded: { data, failure, load },
  isUsable,
}: {
  loaded: Loaded<{ passkeys: Passkey[] }>
  isUsable: boolean
}) {
  const t = useText()
  if (!data) return failure ? <LoadFailure onRetry={() => void load()} /> : <ValueSkeleton />
  if (data.passkeys.length > 0) return t('passkey.count', { count: data.passkeys.length })
  return <Status text={t('passkey.none')} hint={isUsable ? t('passkey.text') : t('passkey.unsupported')} />
}

function PasskeyRow({ passkey, onAsk }: { passkey: Passkey; onAsk: (what: What) => void }) {
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
        <Button look="plain" aria-label={t('passkey.rename_named', { name })} onClick={() => onAsk('rename')}>
          {t('passkey.rename')}
        </Button>
        <Button
          look="plain"
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
