import type { PageProvider } from '../../../../common/page-config.ts'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { leaveFor } from '../../session/provider.ts'
import type { ElsewhereLink } from '../../session/session-state.ts'
import { Button } from '../../ui/button.tsx'
import { useForm } from '../../ui/form.ts'

/** Ways to sign in at OpenID providers, and out of the one at which the last session began. */
export default function Providers({
  elsewhere,
  onFailure,
}: {
  elsewhere: ElsewhereLink | undefined
  onFailure: (failure: Failure | null) => void
}) {
  const { config } = useApp()
  const { t } = useLanguage()
  return (
    <>
      {config.providers.map((provider) => (
        <ProviderButton
          key={provider.id}
          provider={provider}
          look={config.password ? 'secondary' : 'primary'}
          onFailure={onFailure}
        />
      ))}
      {elsewhere ? (
        <p>
          <a className="link" href={elsewhere.url}>
            {t('provider.sign_out', { provider: elsewhere.name })}
          </a>
        </p>
      ) : null}
    </>
  )
}

function ProviderButton({
  provider,
  look,
  onFailure,
}: {
  provider: PageProvider
  look: 'primary' | 'secondary'
  onFailure: (failure: Failure | null) => void
}) {
  const { session } = useApp()
  const { code, t } = useLanguage()
  const leave = useForm(() => leaveFor(session, provider.id).catch((error) => onFailure(asFailure(error))))
  return (
    <Button
      look={look}
      isWide
      name={`provider-${provider.id}`}
      isBusy={leave.isBusy}
      onClick={() => {
        onFailure(null)
        void leave.submit()
      }}
    >
      {provider.labels[code] ?? t('provider.sign_in', { provider: provider.name })}
    </Button>
  )
}
