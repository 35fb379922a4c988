import { useCallback, useEffect, useId, useRef, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import type { SignedIn } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import { DeviceIcon, deviceName } from './devices.tsx'
import { EverywhereDialog } from './everywhere-dialog.tsx'
import { LoadFailure, RowSkeletons } from './parts.tsx'
import { placeOfZone } from './zones.ts'

/** Sessions shown before the rest is asked for. */
const FIRST = 6

/** Where the person is signed in, with a way to end each session and all others. `version` changes with what may end some. */
export function SessionsCard({ version, onChanged }: { version: string; onChanged: () => void }) {
  const t = useText()
  const { api } = useApp()
  const list = useRef<HTMLUListElement>(null)
  const [sessions, setSessions] = useState<SignedIn[] | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isWhole, setWhole] = useState(false)
  const [isAsking, setAsking] = useState(false)

  const load = useCallback(async () => {
    setFailure(null)
    try {
      const { data } = await api.call('GET', 'user/sessions/')
      setSessions([...data.sessions].sort((a, b) => Number(b.current) - Number(a.current)))
    } catch (error) {
      setFailure(asFailure(error))
    }
  }, [api])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version is read anew
  useEffect(() => void load(), [load, version])

  const onEnded = (ended: SignedIn) => {
    setSessions((known) => known?.filter(({ id }) => id !== ended.id) ?? null)
    announce(t('security.session_ended', { device: deviceName(t, ended.device) }))
    // The button that had the focus is gone.
    list.current?.focus()
    onChanged()
  }
  const shown = isWhole ? sessions : sessions?.slice(0, FIRST)
  const hasOthers = sessions?.some(({ current }) => !current) ?? false
  return (
    <Card title={t('security.sessions_title')} text={t('security.sessions_text')}>
      {failure ? <LoadFailure failure={failure} onRetry={() => void load()} /> : null}
      {sessions === null && failure === null ? <RowSkeletons count={2} /> : null}
      {shown ? (
        <ul className="entries" ref={list} tabIndex={-1} aria-label={t('security.sessions_title')}>
          {shown.map((session) => (
            <SessionRow key={session.id} session={session} onEnded={() => onEnded(session)} />
          ))}
        </ul>
      ) : null}
      {sessions ? (
        <div className="row">
          {hasOthers ? (
            <Button look="secondary" name="end-others" onClick={() => setAsking(true)}>
              {t('security.others_end')}
            </Button>
          ) : (
            <p className="quiet">{t('security.only_here')}</p>
          )}
          {!isWhole && sessions.length > FIRST ? (
            <Button look="plain" onClick={() => setWhole(true)}>
              {t('security.sessions_all')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {isAsking ? (
        <EverywhereDialog
          onClose={() => setAsking(false)}
          onEnded={() => {
            setAsking(false)
            setSessions((known) => known?.filter(({ current }) => current) ?? null)
            announce(t('security.others_ended'))
            requestAnimationFrame(() => list.current?.focus())
            onChanged()
          }}
        />
      ) : null}
    </Card>
  )
}

function SessionRow({ session, onEnded }: { session: SignedIn; onEnded: () => void }) {
  const { t, code } = useLanguage()
  const id = useId()
  const { api, config } = useApp()
  const instants = useInstants()
  const form = useForm(async () => {
    await api
      .call('DELETE', 'user/sessions/{id}/', { params: { id: session.id } })
      .catch((error: unknown) => {
        // It was over already.
        if (asFailure(error).status !== 404) throw error
      })
    onEnded()
  })
  const device = deviceName(t, session.device)
  const place = placeOfZone(code, session.timezone, session.country_code)
  const application =
    session.application === config.application ? t('security.page_application') : session.application
  return (
    <li className="entry">
      <span className="entry-icon">
        <DeviceIcon kind={session.device.kind} />
      </span>
      <div className="entry-body">
        <p className="entry-title">
          <strong title={session.user_agent}>{device}</strong>
          {session.current ? <span className="badge">{t('security.current')}</span> : null}
        </p>
        <p className="entry-text" id={id}>
          <bdi>{application}</bdi>
          {' · '}
          {place === '' ? null : (
            <>
              {t('security.zone', { place })}
              {' · '}
            </>
          )}
          {session.current ? (
            t('security.now')
          ) : (
            <time dateTime={session.last_seen_at} title={instants.moment(session.last_seen_at)}>
              {t('security.last_seen', { when: instants.ago(session.last_seen_at) })}
            </time>
          )}
        </p>
        {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
      </div>
      {session.current ? null : (
        <Button
          look="secondary"
          className="entry-action"
          aria-label={t('security.session_end_named', { device })}
          aria-describedby={id}
          isBusy={form.isBusy}
          onClick={() => void form.submit()}
        >
          {t('security.session_end')}
        </Button>
      )}
    </li>
  )
}
