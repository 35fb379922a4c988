import { type ReactNode, Suspense, useState } from 'react'
import type { Api } from '../../api/client.ts'
import type { SecondFactor } from '../../api/types.ts'
import { useText } from '../../i18n/language.tsx'
import { useInstants } from '../../session/use-instants.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { preparable } from '../../ui/preparable.tsx'
import { Row } from '../../ui/row.tsx'
import { LoadFailure, Opened, Status, ValueSkeleton } from './parts.tsx'
import { useLoaded } from './use-loaded.ts'

const dialogs = {
  setup: preparable(() => import('../../second-factor/setup-dialog.tsx')).Component,
  codes: preparable(() => import('../../second-factor/codes-dialog.tsx')).Component,
  removal: preparable(() => import('../../second-factor/removal-dialog.tsx')).Component,
}

/** With this many recovery codes left or fewer, people are asked to renew them. */
const FEW = 3

type DialogName = keyof typeof dialogs

const doneTexts = {
  setup: 'factor.added',
  codes: 'factor.codes_made',
  removal: 'factor.removed',
} as const satisfies Record<DialogName, string>

const readFactor = (api: Api) => api.call('GET', 'user/second-factor/')

/** The second factor: whether there is one, and the actions on it. */
export function FactorRow({ version, onChanged }: { version: string; onChanged: () => void }) {
  const t = useText()
  const { data, failure, load } = useLoaded(readFactor, version)
  const [isOpen, setOpen] = useState(false)
  const [shown, setShown] = useState<DialogName | null>(null)
  const [done, setDone] = useState<DialogName | null>(null)
  const Shown = shown && dialogs[shown]
  const isOn = data !== null && data.enabled_at !== null
  const show = (name: DialogName) => {
    setDone(null)
    setShown(name)
  }
  const value = (): ReactNode => {
    if (data) return <FactorStatus factor={data} />
    return failure ? <LoadFailure onRetry={() => void load()} /> : <ValueSkeleton />
  }
  return (
    <>
      <Row
        name="factor"
        label={t('factor.title')}
        value={value()}
        action={data === null ? undefined : isOn ? t('action.manage') : t('factor.set_up')}
        onAction={() => (isOn ? setOpen(true) : show('setup'))}
        isOpen={isOpen && isOn}
      >
        {data ? <FactorActions factor={data} onShow={show} onClose={() => setOpen(false)} /> : null}
      </Row>
      {data ? <Warning factor={data} /> : null}
      {done ? <Notice look="good">{t(doneTexts[done])}</Notice> : null}
      {Shown ? (
        <Suspense>
          <Shown
            onClose={() => setShown(null)}
            onDone={async () => {
              onChanged()
              // The row would offer to set up what has just been set up.
              await load()
              setShown(null)
              setOpen(false)
              setDone(shown)
            }}
          />
        </Suspense>
      ) : null}
    </>
  )
}

function FactorStatus({
  factor: { enabled_at: since, recovery_codes_left: left },
}: {
  factor: SecondFactor
}) {
  const t = useText()
  const instants = useInstants()
  return since === null ? (
    <Status text={t('factor.off')} hint={t('factor.text')} />
  ) : (
    <Status
      text={t('factor.on', { date: instants.date(since) })}
      hint={t('factor.codes_left', { count: left })}
    />
  )
}

function Warning({ factor }: { factor: SecondFactor }) {
  const t = useText()
  const instants = useInstants()
  const { enabled_at: since, recovery_codes_left: left, required, required_from: from } = factor
  if (since !== null) return left <= FEW ? <Notice look="warn">{t('factor.codes_low')}</Notice> : null
  if (!required) return null
  return (
    <Notice look="warn">
      {from === null ? t('factor.required') : t('factor.required_from', { date: instants.date(from) })}
    </Notice>
  )
}

function FactorActions({
  factor,
  onShow,
  onClose,
}: {
  factor: SecondFactor
  onShow: (name: DialogName) => void
  onClose: () => void
}) {
  const t = useText()
  return (
    <Opened onClose={onClose}>
      <p>
        <FactorStatus factor={factor} />
      </p>
      <div className="row row-end">
        <Button look="plain" name="new-codes" data-first="" onClick={() => onShow('codes')}>
          {t('factor.new_codes')}
        </Button>
        <Button look="plain" name="set-up-factor" onClick={() => onShow('setup')}>
          {t('factor.replace')}
        </Button>
        {factor.required ? null : (
          <Button look="plain" name="remove-factor" onClick={() => onShow('removal')}>
            {t('factor.remove')}
          </Button>
        )}
        <Button look="secondary" name="close-factor" onClick={onClose}>
          {t('action.done')}
        </Button>
      </div>
    </Opened>
  )
}
