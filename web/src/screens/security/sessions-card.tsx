import { useEffect, useRef, useState } from 'react'
import type { Api } from '../../api/client.ts'
import { useText } from '../../i18n/language.tsx'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { DeviceEntry } from './device-entry.tsx'
import { type DeviceSessions, shortened, sortedByDevice } from './device-sessions.ts'
import { EverywhereDialog } from './everywhere-dialog.tsx'
import { LoadFailure, RowSkeletons } from './parts.tsx'
import { useLoaded } from './use-loaded.ts'

const readSessions = (api: Api) => api.call('GET', 'user/sessions/')

/** What the person has just signed out, in words. Each time is another object. */
export interface Ended {
  text: string
}

interface Props {
  /** Changes after anything that may end sessions. */
  version: string
  ended: Ended | null
  onEnded: (text: string) => void
  onChangePassword: () => void
}

/** Where the person is signed in, by device, with buttons to end each session and all others. */
export function SessionsCard({ version, ended, onEnded, onChangePassword }: Props) {
  const t = useText()
  const { data, failure, load } = useLoaded(readSessions, version)
  const [isWhole, setWhole] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const groups = data && sortedByDevice(data.sessions)
  const isAlone = data?.sessions.every(({ current }) => current) ?? false
  const done = (text: string) => {
    announce(text)
    onEnded(text)
  }
  return (
    <Card
      title={t('security.sessions_title')}
      text={isAlone ? t('security.only_here') : t('security.sessions_text')}
      action={
        data && !isAlone ? (
          <Button look="plain" className="card-action" name="end-others" onClick={() => setAsking(true)}>
            {t('security.others_end')}
          </Button>
        ) : null
      }
    >
      {ended ? <EndedNotice ended={ended} onChangePassword={onChangePassword} /> : null}
      {failure ? <LoadFailure onRetry={() => void load()} /> : null}
      {groups === null && failure === null ? <RowSkeletons count={2} /> : null}
      {groups ? <DeviceList groups={isWhole ? groups : shortened(groups)} onEnded={done} /> : null}
      {groups && !isWhole && shortened(groups) !== groups ? (
        <div className="row">
          <Button look="plain" className="button-first" name="show-sessions" onClick={() => setWhole(true)}>
            {t('security.sessions_all')}
          </Button>
        </div>
      ) : null}
      {isAsking ? (
        <EverywhereDialog
          onClose={() => setAsking(false)}
          onEnded={() => {
            setAsking(false)
            done(t('security.others_ended'))
          }}
        />
      ) : null}
    </Card>
  )
}

function DeviceList({
  groups,
  onEnded,
}: {
  groups: readonly DeviceSessions[]
  onEnded: (text: string) => void
}) {
  const t = useText()
  return (
    <ul className="entries" aria-label={t('security.sessions_title')}>
      {groups.map((group) => (
        <DeviceEntry key={group.sessions[0]?.id} group={group} onEnded={onEnded} />
      ))}
    </ul>
  )
}

/** Says what was signed out, and offers the next step to somebody who did not know it. Takes the focus. */
function EndedNotice({ ended, onChangePassword }: { ended: Ended; onChangePassword: () => void }) {
  const t = useText()
  const ref = useRef<HTMLDivElement>(null)
  const { text } = ended
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time, since the button that was pressed is gone
  useEffect(() => ref.current?.focus(), [ended])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div className="ended" role="group" aria-label={text} tabIndex={-1} ref={ref}>
      <Notice look="good">
        <p>
          {text} {t('security.ended_next')}
        </p>
        <Button look="plain" name="change-password" onClick={onChangePassword}>
          {t('password.change')}
        </Button>
      </Notice>
    </div>
  )
}
