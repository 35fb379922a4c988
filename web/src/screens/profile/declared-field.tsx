import { useText } from '../../i18n/language.tsx'
import { TextField } from '../../ui/field.tsx'
import { CheckList, ClearButton, LongText, NumberField, Switch } from './declared-controls.tsx'
import { useHint } from './declared-hint.tsx'
import { CodeChoice, OptionChoice, PlaceFields } from './declared-lists.tsx'
import type { ControlProps, FieldProps } from './declared-props.ts'

/** The field for the type of a declared attribute. */
export function DeclaredField(props: FieldProps) {
  const hint = useHint(props.declaration, props.reader)
  const isOne = props.declaration.type !== 'place'
  return (
    <div className="columns" data-alone={isOne || undefined}>
      <Control {...props} hint={hint} />
    </div>
  )
}

function Control(props: ControlProps) {
  switch (props.declaration.type) {
    case 'long_text':
      return <LongText {...props} />
    case 'number':
    case 'integer':
      return <NumberField {...props} />
    case 'boolean':
      return <Switch {...props} />
    case 'date':
      return <DateField {...props} />
    case 'choice':
      return <OptionChoice {...props} />
    case 'choices':
      return <CheckList {...props} />
    case 'country':
    case 'language':
    case 'timezone':
      return <CodeChoice {...props} type={props.declaration.type} />
    case 'place':
      return <PlaceFields {...props} />
    default:
      return <PlainText {...props} />
  }
}

function PlainText({ declaration, value, change, hint, problem }: ControlProps) {
  const { name, label, type } = declaration
  const isUrl = type === 'url'
  return (
    <TextField
      label={label}
      name={name}
      type={isUrl ? 'url' : 'text'}
      autoComplete={isUrl ? 'url' : 'off'}
      dir={isUrl ? 'ltr' : 'auto'}
      value={value}
      onChange={change}
      hint={hint}
      problem={problem}
    />
  )
}

/** The calendar is that of the browser. */
function DateField({ declaration, value, change, hint, problem }: ControlProps) {
  const t = useText()
  const { name, label, minimum, maximum } = declaration
  return (
    <TextField
      label={label}
      name={name}
      type="date"
      autoComplete="off"
      min={minimum}
      max={maximum ?? '9999-12-31'}
      value={value}
      onChange={change}
      hint={hint}
      problem={problem}
      end={
        value === '' ? null : (
          <ClearButton label={t('choice.clear', { field: label })} onClick={() => change('')} />
        )
      }
    />
  )
}
