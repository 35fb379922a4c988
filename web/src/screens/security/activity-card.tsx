import { useCallback, useEffect, useId, useRef, useState } from 'react'
import { ACTIVITY_MAX } from '../../../../common/limits.ts'
import { asFailure, type Failure } from '../../api/failure.ts'
import type { ActivityEntry, ActivityList } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { attributeLabel } from '../../attribute-label.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useInstants } from '../../session/use-instants.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { AlertIcon, PersonIcon, PictureIcon, SignOutIcon } from '../../ui/icons.tsx'
import { useReadAgain } from '../../ui/use-read-again.ts'
import { textOfAction } from './activity-texts.ts'
import { BinIcon, DownloadIcon, KeyIcon, MailIcon, SignInIcon } from './icons.tsx'
import { applicationName, Details, deviceName, originTexts, placeTexts } from './origins.tsx'
import { LoadFailure, RowSkeletons } from './parts.tsx'

/** Events shown at first. */
const FIRST = 5
/** Events in each batch of older ones. */
const PAGE = 10

/** The displayed events, newest first. `version` changes after anything that may have added some. */
function useActivity(version: string) {
  const { api } = useApp()
  const [list, setList] = useState<ActivityList | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isBusy, setBusy] = useState(false)
  const turn = useRef(0)
  const shown = useRef(0)
  shown.current = list?.activity.length ?? 0

  /** Reads the displayed events, or older ones with the cursor. Discards the response if there was a newer request. */
  const read = useCallback(
    async (before: string | null = null) => {
      const mine = ++turn.current
      setFailure(null)
      setBusy(before !== null)
      try {
        const limit = before === null ? Math.min(Math.max(FIRST, shown.current), ACTIVITY_MAX) : PAGE
        const query = { limit, ...(before !== null && { before }) }
        const { data } = await api.call('GET', 'user/activity/', { query })
        if (mine !== turn.current) return
        setList((known) =>
          known === null || before === null
            ? data
            : { ...data, activity: [...known.activity, ...data.activity] },
        )
      } catch (error) {
        if (mine === turn.current) setFailure(asFailure(error))
      } finally {
        if (mine === turn.current) setBusy(false)
      }
    },
    [api],
  )
  useReadAgain(read, version)
  return { list, failure, isBusy, read }
}

/** The recent events of the account, by day. */
export function ActivityCard({ version }: { version: string }) {
  const t = useText()
  const { list, failure, isBusy, read } = useActivity(version)
  const days = useRef<HTMLDivElement>(null)
  const next = list?.next ?? null
  const firstOlder = useRef<number | null>(null)
  const showOlder = () => {
    firstOlder.current = list?.activity.length ?? 0
    void read(next)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each list
  useEffect(() => {
    // The button may be gone, and the new events are read from their start.
    const row = firstOlder.current === null ? null : days.current?.querySelectorAll('li')[firstOlder.current]
    if (!row) return
    firstOlder.current = null
    row.focus()
  }, [list])
  return (
    <Card title={t('activity.title')} text={t('activity.text')}>
      {list === null && failure === null ? <RowSkeletons count={FIRST} /> : null}
      {list ? <Days entries={list.activity} container={days} /> : null}
      {failure ? <LoadFailure onRetry={() => void read()} /> : null}
      {next !== null && failure === null ? (
        <div className="row">
          <Button look="plain" className="button-first" name="show-older" isBusy={isBusy} onClick={showOlder}>
            {t('activity.more')}
          </Button>
        </div>
      ) : null}
    </Card>
  )
}

/** Events below a heading for each day. */
function Days({
  entries,
  container,
}: {
  entries: readonly ActivityEntry[]
  container: { current: HTMLDivElement | null }
}) {
  const id = useId()
  const instants = useInstants()
  const days = Map.groupBy(entries, ({ at }) => instants.dayOf(at))
  return (
    <div className="days" ref={container}>
      {[...days].map(([day, events]) => (
        <div key={day}>
          <h3 className="day" id={`${id}${day}`}>
            {instants.day(day)}
          </h3>
          <ul className="entries" aria-labelledby={`${id}${day}`}>
            {events.map((entry) => (
              <ActivityRow key={entry.id} entry={entry} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

function ActivityRow({ entry }: { entry: ActivityEntry }) {
  const t = useText()
  const { code } = useLanguage()
  const { config } = useApp()
  const instants = useInstants()
  const Drawing = iconOf(entry.action)
  const changed = config.attributes.filter(({ name }) => entry.fields.includes(name))
  const labels = [...new Set(changed.map((attribute) => attributeLabel(t, code, attribute)))]
  const details = [
    labels.length > 0 ? new Intl.ListFormat(code).format(labels) : '',
    entry.by === 'operator' ? t('activity.by_operator') : '',
    entry.by === 'link' ? t('activity.by_link') : '',
    entry.device ? deviceName(t, entry.device) : '',
    ...originTexts(applicationName(t, entry.application, config.application), entry.provider),
    ...placeTexts(t, code, entry),
  ].filter((text) => text !== '')
  return (
    <li className="entry event" tabIndex={-1}>
      <span
        className="entry-icon"
        data-look={['session.stolen', 'sign_in.locked'].includes(entry.action) ? 'warn' : undefined}
      >
        <Drawing />
      </span>
      <p className="entry-body">
        <strong>{textOfAction(t, entry.action)}</strong>{' '}
        <span className="entry-text">
          <Details texts={details} />
        </span>
      </p>
      <time className="entry-time" dateTime={entry.at} title={instants.moment(entry.at)}>
        {instants.time(entry.at)}
      </time>
    </li>
  )
}

const icons: Readonly<Record<string, typeof KeyIcon>> = {
  'session.started': SignInIcon,
  'session.stolen': AlertIcon,
  'sign_in.locked': AlertIcon,
  session: SignOutIcon,
  sessions: SignOutIcon,
  email: MailIcon,
  picture: PictureIcon,
  password: KeyIcon,
  data: DownloadIcon,
  deletion: BinIcon,
}

const iconOf = (action: string) => icons[action] ?? icons[action.split('.')[0] ?? ''] ?? PersonIcon
