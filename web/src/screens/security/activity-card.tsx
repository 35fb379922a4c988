import { useCallback, useEffect, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import type { ActivityEntry, ActivityList } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useInstants } from '../../session/use-account.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { AlertIcon, PersonIcon, PictureIcon, SignOutIcon } from '../../ui/icons.tsx'
import { labelsOf, textOfAction } from './activity-texts.ts'
import { deviceName } from './devices.tsx'
import { BinIcon, DownloadIcon, KeyIcon, MailIcon, SignInIcon } from './icons.tsx'
import { LoadFailure, RowSkeletons } from './parts.tsx'

/** Events of a page. */
const PAGE = 10

/** What happened with the account, the newest first. `version` counts what the person did on this screen. */
export function ActivityCard({ version }: { version: number }) {
  const t = useText()
  const { api } = useApp()
  const [entries, setEntries] = useState<ActivityEntry[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isBusy, setBusy] = useState(false)

  const read = useCallback(
    async (before: string | null) => {
      setFailure(null)
      setBusy(true)
      try {
        const cursor = before === null ? '' : `&before=${encodeURIComponent(before)}`
        const { data } = await api.call<ActivityList>(`user/activity/?limit=${PAGE}${cursor}`)
        setEntries((known) => (before === null ? data.activity : [...(known ?? []), ...data.activity]))
        setNext(data.next)
      } catch (error) {
        setFailure(asFailure(error))
      } finally {
        setBusy(false)
      }
    },
    [api],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version is read anew
  useEffect(() => void read(null), [read, version])

  return (
    <Card title={t('activity.title')} text={t('activity.text')}>
      {entries === null && failure === null ? <RowSkeletons count={3} /> : null}
      {entries ? (
        <ul className="entries" aria-label={t('activity.title')}>
          {entries.map((entry) => (
            <ActivityRow key={entry.id} entry={entry} />
          ))}
        </ul>
      ) : null}
      {failure ? <LoadFailure failure={failure} onRetry={() => void read(entries && next)} /> : null}
      {next && !failure ? (
        <div className="row">
          <Button look="secondary" isBusy={isBusy} onClick={() => void read(next)}>
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
  const labels = labelsOf(entry.fields).map((key) => t(key))
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
    <li className="entry">
      <span className="entry-icon" data-look={entry.action === 'session.stolen' ? 'warn' : undefined}>
        <Drawing />
      </span>
      <div className="entry-body">
        <p className="entry-title">
          <strong>{t(textOfAction(entry.action))}</strong>
        </p>
        {labels.length > 0 ? <p className="entry-text">{new Intl.ListFormat(code).format(labels)}</p> : null}
        {circumstances.length > 0 ? (
          <p className="entry-text">
            {circumstances.map((text, index) => (
              <span key={text}>
                {index > 0 ? ' · ' : null}
                <bdi>{text}</bdi>
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
  session: SignOutIcon,
  sessions: SignOutIcon,
  email: MailIcon,
  picture: PictureIcon,
  password: KeyIcon,
  data: DownloadIcon,
  deletion: BinIcon,
}

const iconOf = (action: string) => icons[action] ?? icons[action.split('.')[0] ?? ''] ?? PersonIcon
