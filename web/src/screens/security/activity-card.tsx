import { useCallback, useEffect, useRef, useState } from 'react'
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
import { textOfAction } from './activity-texts.ts'
import { deviceName } from './devices.tsx'
import { BinIcon, DownloadIcon, KeyIcon, MailIcon, SignInIcon } from './icons.tsx'
import { LoadFailure, RowSkeletons } from './parts.tsx'

/** Events shown at first. */
const FIRST = 5
/** Events of a page of older ones. */
const PAGE = 10

/** The events that are shown, the newest first. `version` changes with what may have added some. */
function useActivity(version: string) {
  const { api } = useApp()
  const [list, setList] = useState<ActivityList | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isBusy, setBusy] = useState(false)
  const turn = useRef(0)
  const shown = useRef(0)
  shown.current = list?.activity.length ?? 0

  /** Reads what is shown, or, with the cursor, what is older. An answer that another question overtook is dropped. */
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version is read anew
  useEffect(() => void read(), [read, version])
  return { list, failure, isBusy, read }
}

/** What happened with the account. */
export function ActivityCard({ version }: { version: string }) {
  const t = useText()
  const { list, failure, isBusy, read } = useActivity(version)
  const rows = useRef<HTMLUListElement>(null)
  const next = list?.next ?? null
  const firstOlder = useRef<number | null>(null)
  const showOlder = () => {
    firstOlder.current = list?.activity.length ?? 0
    void read(next)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each list
  useEffect(() => {
    // The button may be gone, and what it brought is read from its beginning.
    const row = firstOlder.current === null ? null : rows.current?.children[firstOlder.current]
    if (!(row instanceof HTMLElement)) return
    firstOlder.current = null
    row.focus()
  }, [list])
  return (
    <Card title={t('activity.title')} text={t('activity.text')}>
      {list === null && failure === null ? <RowSkeletons count={FIRST} /> : null}
      {list ? (
        <ul className="entries" ref={rows} aria-label={t('activity.title')}>
          {list.activity.map((entry) => (
            <ActivityRow key={entry.id} entry={entry} />
          ))}
        </ul>
      ) : null}
      {failure ? <LoadFailure failure={failure} onRetry={() => void read()} /> : null}
      {next !== null && failure === null ? (
        <div className="row">
          <Button look="secondary" name="show-older" isBusy={isBusy} onClick={showOlder}>
            {t('activity.more')}
          </Button>
        </div>
      ) : null}
    </Card>
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
  const application =
    entry.application === config.application ? t('security.page_application') : entry.application
  const circumstances = [
    entry.by === 'operator' ? t('activity.by_operator') : '',
    entry.by === 'link' ? t('activity.by_link') : '',
    entry.device ? deviceName(t, entry.device) : '',
    application,
    entry.address,
  ].filter((text) => text !== '')
  return (
    <li className="entry" tabIndex={-1}>
      <span
        className="entry-icon"
        data-look={['session.stolen', 'sign_in.locked'].includes(entry.action) ? 'warn' : undefined}
      >
        <Drawing />
      </span>
      <div className="entry-body">
        <p className="entry-title">
          <strong>{textOfAction(t, entry.action)}</strong>
        </p>
        {labels.length > 0 ? <p className="entry-text">{new Intl.ListFormat(code).format(labels)}</p> : null}
        {circumstances.length > 0 ? (
          <p className="entry-text">
            {circumstances.map((text, index) => (
              <span key={text}>
                {index > 0 ? ' · ' : null}
                <span className="apart">{text}</span>
              </span>
            ))}
          </p>
        ) : null}
      </div>
      <time className="entry-time" dateTime={entry.at}>
        {instants.moment(entry.at)}
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
