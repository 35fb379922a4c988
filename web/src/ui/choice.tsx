import { type CSSProperties, type FocusEvent, useMemo, useRef, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer'
import { pageUrl } from '../base.ts'
import { useLanguage } from '../i18n/language.tsx'
import { type Option, searchOf } from './choice-option.ts'
import { Problem } from './field.tsx'
import { ChevronIcon } from './icons.tsx'

export interface ChoiceProps {
  label: string
  /** `id` of an option, `""`: none. */
  value: string
  options: readonly Option[]
  onChange: (id: string) => void
  problem?: string | undefined
}

/** Height of most rows, in pixels, until they are measured. */
const ROW = 44

/** A field with a list of options that is searched by typing. */
export default function Choice({ label, value, options, onChange, problem }: ChoiceProps) {
  const { code, t } = useLanguage()
  // A list of hundreds is made when somebody comes to it: four at once would hold up the first screen of a phone.
  const [isReached, setReached] = useState(false)
  const control = useRef<HTMLDivElement>(null)
  const chosen = useMemo(() => options.find((option) => option.id === value), [options, value])
  const items = useMemo(() => (isReached ? options : chosen ? [chosen] : []), [isReached, options, chosen])
  const isFound = useMemo(() => searchOf(items), [items])
  return (
    <I18nProvider locale={code}>
      <ComboBox
        className="field"
        defaultItems={items}
        defaultFilter={isFound}
        value={chosen ? value : null}
        onChange={(id) => {
          if (id !== null) onChange(String(id))
        }}
        onFocus={() => setReached(true)}
        isInvalid={problem !== undefined}
        allowsEmptyCollection
      >
        <Label className="label">{label}</Label>
        <div className="control" ref={control} data-invalid={problem ? '' : undefined}>
          {chosen?.flag ? <Flag country={chosen.flag} /> : null}
          <Input autoComplete="off" spellCheck="false" onFocus={selectAll} />
          <Button className="icon-button" aria-label={t('choice.open')}>
            <ChevronIcon />
          </Button>
        </div>
        {problem ? (
          <Text slot="errorMessage" elementType="div">
            <Problem>{problem}</Problem>
          </Text>
        ) : null}
        <Popover
          className="choice-list"
          triggerRef={control}
          offset={4}
          style={() => ({ '--trigger-width': `${control.current?.offsetWidth}px` }) as CSSProperties}
        >
          <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: ROW, padding: 4 }}>
            <ListBox<Option> renderEmptyState={() => <div className="choice-none">{t('choice.none')}</div>}>
              {(option) => (
                <ListBoxItem className="choice-item" id={option.id} textValue={option.text}>
                  {option.flag ? <Flag country={option.flag} /> : null}
                  <span className="choice-text">{option.text}</span>
                  <span className="choice-detail">
                    <bdi>{option.detail}</bdi>
                  </span>
                </ListBoxItem>
              )}
            </ListBox>
          </Virtualizer>
        </Popover>
      </ComboBox>
    </I18nProvider>
  )
}

/** What is typed replaces what was chosen. While the list is open, react-aria tells of a focus that is none. */
function selectAll(event: FocusEvent<HTMLInputElement>): void {
  if (event.isTrusted) event.currentTarget.select()
}

/** The flag of a country, as a picture: not every system has flags among its characters. */
function Flag({ country }: { country: string }) {
  return (
    <img
      className="flag"
      src={new URL(`flags/${country}.svg`, pageUrl).href}
      alt=""
      width="24"
      height="16"
      loading="lazy"
    />
  )
}
