import { useId } from 'react'
import type { Api } from '../../api/client.ts'
import { asFailure } from '../../api/failure.ts'
import type { SignedIn } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import type { Instants } from '../../i18n/instants.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import type { Translate } from '../../i18n/translate.ts'
import { useInstants } from '../../session/use-instants.ts'
import { Button } from '../../ui/button.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { useForm } from '../../ui/form.ts'
import { Notice } from '../../ui/notice.tsx'
import type { DeviceSessions } from './device-sessions.ts'
import { applicationName, Details, DeviceIcon, deviceName, originTexts, placeTexts } from './origins.tsx'

interface EntryProps {
  group: DeviceSessions
  /** Called with what ended, in words. */
  onEnded: (text: string) => void
}

/** A device and its sessions. A device with one session is one entry, with more it is a heading above a list. */
export function DeviceEntry({ group, onEnded }: EntryProps) {
  const t = useText()
  const { device, sessions } = group
  const name = deviceName(t, device)
  const [only] = sessions
  if (only && sessions.length === 1)
    return (
      <li className="entry session">
        <span className="entry-icon">
          <DeviceIcon kind={device.kind} />
        </span>
        <SessionLine
          session={only}
          title={name}
          label={t('security.session_end_named', { device: name })}
          onEnded={onEnded}
        />
      </li>
    )
  return (
    <li className="entry device">
      <span className="entry-icon">
        <DeviceIcon kind={device.kind} />
      </span>
      <DeviceGroup name={name} sessions={sessions} onEnded={onEnded} />
    </li>
  )
}

interface GroupProps {
  name: string
  sessions: readonly SignedIn[]
  onEnded: (text: string) => void
}

function DeviceGroup({ name, sessions, onEnded }: GroupProps) {
  const t = useText()
  const { config } = useApp()
  const others = sessions.filter(({ current }) => !current)
  const form = useEnding(others, name, onEnded)
  return (
    <>
      <div className="entry-title">
        <h3>{name}</h3>
        <span className="entry-text">{t('security.session_count', { count: sessions.length })}</span>
      </div>
      {others.length > 1 ? (
        <Button
          look="plain"
          className="entry-action"
          aria-label={t('security.device_end_named', { device: name })}
          isBusy={form.isBusy}
          onClick={() => void form.submit()}
        >
          {t('security.device_end')}
        </Button>
      ) : null}
      {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
      <ul className="sessions" aria-label={name}>
        {sessions.map((session) => {
          const application = applicationName(t, session.application, config.application)
          return (
            <li key={session.id} className="session">
              <SessionLine
                session={session}
                label={t('security.session_end_app', { application, device: name })}
                onEnded={onEnded}
              />
            </li>
          )
        })}
      </ul>
    </>
  )
}

interface LineProps {
  session: SignedIn
  /** The device, unless it is named above. */
  title?: string
  /** Names the button for screen readers. */
  label: string
  onEnded: (text: string) => void
}

/** Where and when a session is used, with a button that ends it. */
function SessionLine({ session, title, label, onEnded }: LineProps) {
  const { t, code } = useLanguage()
  const id = useId()
  const { config } = useApp()
  const form = useEnding([session], deviceName(t, session.device), onEnded)
  const application = applicationName(t, session.application, config.application)
  const badge = session.current ? <span className="badge">{t('security.current')}</span> : null
  return (
    <>
      {title === undefined ? null : (
        <div className="entry-title">
          <h3 title={session.user_agent}>{title}</h3>
          {badge}
        </div>
      )}
      <p className="entry-text entry-where" id={`${id}where`}>
        <Details texts={[...originTexts(application, session.provider), ...placeTexts(t, code, session)]} />
        {title === undefined ? badge : null}
      </p>
      <SessionTimes session={session} id={`${id}when`} />
      {form.failure ? <Notice look="danger">{failureText(t, form.failure)}</Notice> : null}
      {session.current ? null : (
        <Button
          look="plain"
          className="entry-action"
          aria-label={label}
          aria-describedby={`${id}where ${id}when`}
          isBusy={form.isBusy}
          onClick={() => void form.submit()}
        >
          {t('security.session_end')}
        </Button>
      )}
    </>
  )
}

function SessionTimes({ session, id }: { session: SignedIn; id: string }) {
  const t = useText()
  const instants = useInstants()
  const { current, created_at: created, last_seen_at: seen } = session
  return (
    <p className="entry-text entry-when" id={id}>
      {current ? (
        <span>{t('security.now')}</span>
      ) : (
        <time dateTime={seen} title={instants.moment(seen)}>
          {lastUsed(t, instants, seen)}
        </time>
      )}
      <time dateTime={created}>{t('security.signed_in', { when: instants.moment(created) })}</time>
    </p>
  )
}

/** Ends sessions on a device of this name. */
function useEnding(sessions: readonly SignedIn[], device: string, onEnded: (text: string) => void) {
  const t = useText()
  const { api } = useApp()
  return useForm(async () => {
    for (const { id } of sessions) await endSession(api, id)
    onEnded(t('security.session_ended', { device }))
  })
}

async function endSession(api: Api, id: string): Promise<void> {
  await api.call('DELETE', 'user/sessions/{id}/', { params: { id } }).catch((error: unknown) => {
    // It had already ended.
    if (asFailure(error).status !== 404) throw error
  })
}

const MINUTE = 60_000

function lastUsed(t: Translate, instants: Instants, at: string): string {
  if (Date.now() - Date.parse(at) < MINUTE) return t('security.just_used')
  return t('security.last_seen', { when: instants.ago(at) })
}
