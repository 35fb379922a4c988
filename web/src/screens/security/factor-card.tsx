import { lazy, Suspense, useState } from 'react'
import type { Api } from '../../api/client.ts'
import type { SecondFactor } from '../../api/types.ts'
import { useText } from '../../i18n/language.tsx'
import { useInstants } from '../../session/use-instants.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { LoadFailure, RowSkeletons } from './parts.tsx'
import { useLoaded } from './use-loaded.ts'

const dialogs = {
  setup: lazy(() => import('../../second-factor/setup-dialog.tsx')),
  codes: lazy(() => import('../../second-factor/codes-dialog.tsx')),
  removal: lazy(() => import('../../second-factor/removal-dialog.tsx')),
}

/** From so many recovery codes left on, people are asked to make new ones. */
const FEW = 3

type Open = keyof typeof dialogs | null
type Done = 'factor.added' | 'factor.removed' | 'factor.codes_made'

const readFactor = (api: Api) => api.call('GET', 'user/second-factor/')

/** The second factor: whether there is one, and what can be done with it. */
export function FactorCard({ version, onChanged }: { version: string; onChanged: () => void }) {
  const t = useText()
  const { data, failure, load } = useLoaded(readFactor, version)
  const [open, setOpen] = useState<Open>(null)
  const [done, setDone] = useState<Done | null>(null)
  const Shown = open && dialogs[open]
  return (
    <Card title={t('factor.title')} text={t('factor.text')}>
      {done ? <Notice look="good">{t(done)}</Notice> : null}
      {failure ? <LoadFailure failure={failure} onRetry={() => void load()} /> : null}
      {data === null && failure === null ? <RowSkeletons count={1} /> : null}
      {data ? (
        <Standing
          factor={data}
          onOpen={(next) => {
            setDone(null)
            setOpen(next)
          }}
        />
      ) : null}
      {Shown ? (
        <Suspense>
          <Shown
            onClose={() => setOpen(null)}
            onDone={() => {
              setOpen(null)
              setDone(doneBy[open])
              void load()
              onChanged()
            }}
          />
        </Suspense>
      ) : null}
    </Card>
  )
}

const doneBy: Record<keyof typeof dialogs, Done> = {
  setup: 'factor.added',
  codes: 'factor.codes_made',
  removal: 'factor.removed',
}

function Standing({ factor, onOpen }: { factor: SecondFactor; onOpen: (open: Open) => void }) {
  const t = useText()
  const instants = useInstants()
  const { enabled_at: since, recovery_codes_left: left, required, required_from: from } = factor
  if (since === null)
    return (
      <>
        {required ? (
          <Notice look="warn">
            {from === null ? t('factor.required') : t('factor.required_from', { date: instants.date(from) })}
          </Notice>
        ) : null}
        <div className="row">
          <Button look="secondary" name="set-up-factor" onClick={() => onOpen('setup')}>
            {t('factor.set_up')}
          </Button>
        </div>
      </>
    )
  return (
    <>
      <p>
        {t('factor.on', { date: instants.date(since) })} {t('factor.codes_left', { count: left })}
      </p>
      {left <= FEW ? <Notice look="warn">{t('factor.codes_low')}</Notice> : null}
      <div className="row">
        <Button look="secondary" name="new-codes" onClick={() => onOpen('codes')}>
          {t('factor.new_codes')}
        </Button>
        <Button look="secondary" name="set-up-factor" onClick={() => onOpen('setup')}>
          {t('factor.replace')}
        </Button>
        {required ? null : (
          <Button
            look="secondary"
            className="button-warn"
            name="remove-factor"
            onClick={() => onOpen('removal')}
          >
            {t('factor.remove')}
          </Button>
        )}
      </div>
    </>
  )
}
