import { useState } from 'react'
import type { Failure } from '../api/failure.ts'
import { useText } from '../i18n/language.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { fieldProblem } from '../ui/failure-text.ts'
import { TextField } from '../ui/field.tsx'

/** Input for a code from the app or, if the person has lost that, a recovery code. `field` is its name in the API. */
export function CodeEntry(props: {
  value: string
  onChange: (value: string) => void
  failure: Failure | null
  field: string
}) {
  const t = useText()
  const [isRecovery, setRecovery] = useState(false)
  const problem = fieldProblem(t, props.failure, props.field)
  const shared = { name: 'second-factor-code', value: props.value, onChange: props.onChange, problem }
  return (
    <>
      {isRecovery ? (
        <TextField
          {...shared}
          key="recovery"
          label={t('step.recovery')}
          hint={t('step.recovery_text')}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          dir="ltr"
        />
      ) : (
        <CodeField {...shared} key="app" label={t('factor.code')} />
      )}
      <p>
        <button
          type="button"
          className="link"
          onClick={() => {
            props.onChange('')
            setRecovery(!isRecovery)
          }}
        >
          {isRecovery ? t('step.use_app') : t('step.use_recovery')}
        </button>
      </p>
    </>
  )
}
