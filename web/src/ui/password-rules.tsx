import { useText } from '../i18n/language.tsx'
import { CheckIcon, DotIcon } from './icons.tsx'

/** As the service counts them, in code points. */
const LENGTH_MIN = 8

/** What a new password must be, with a mark at what it already is. The service decides. */
export function PasswordRules({ password }: { password: string }) {
  const t = useText()
  const rules = [
    {
      text: t('password.rule_length', { min: LENGTH_MIN }),
      isMet: Array.from(password).length >= LENGTH_MIN,
    },
    { text: t('password.rule_digits'), isMet: password !== '' && !/^\p{Nd}+$/u.test(password) },
    { text: t('password.rule_own'), isMet: null },
  ]
  return (
    <ul className="rules">
      {rules.map(({ text, isMet }) => (
        <li key={text} data-met={isMet ? '' : undefined}>
          {isMet ? <CheckIcon /> : <DotIcon />}
          {text}
        </li>
      ))}
    </ul>
  )
}
