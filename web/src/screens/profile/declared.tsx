import './declared.css'
import { useEffect, useMemo } from 'react'
import { useLanguage, useMoreTexts, useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { Notice } from '../../ui/notice.tsx'
import { Rows } from '../../ui/row.tsx'
import { ControlSkeleton } from '../../ui/skeleton.tsx'
import type { Choices } from './choices.ts'
import { DeclaredRow } from './declared-row.tsx'
import { declaredText, type Reader } from './declared-text.ts'
import type { ProfileValues } from './profile-values.ts'
import { type Declaration, useDeclarations } from './use-declarations.ts'
import type { useProfile } from './use-profile.ts'

/** How other parts of the screen write declared attributes. */
export interface DeclaredTexts {
  labelOf: (name: string) => string
  /** `''` if it is not set. */
  textOf: (name: string, value: string) => string
}

export interface DeclaredProps {
  profile: ReturnType<typeof useProfile>
  values: ProfileValues
  choices: Choices | null
  /** Passed on, since an import would move it into a chunk of its own. */
  formOf: Reader['formOf']
  onTexts: (texts: DeclaredTexts) => void
}

/** The cards of the attributes that the operator has declared, by section. */
export default function Declared({ profile, values, choices, formOf, onTexts }: DeclaredProps) {
  useMoreTexts()
  const t = useText()
  const { code, direction } = useLanguage()
  const { declarations, failure, load } = useDeclarations(profile.loaded?.etag ?? null)
  const reader = useMemo<Reader>(
    () => ({ code, direction, yes: t('attribute.yes'), no: t('attribute.no'), choices, formOf }),
    [code, direction, t, choices, formOf],
  )
  useEffect(() => {
    if (declarations !== null) onTexts(textsOf(declarations, reader))
  }, [declarations, reader, onTexts])
  if (declarations === null)
    return failure === null ? (
      <Waiting />
    ) : (
      <Notice look="danger">
        <p>{failureText(t, failure)}</p>
        <Button look="secondary" onClick={() => void load()}>
          {t('action.retry')}
        </Button>
      </Notice>
    )
  // A declaration may be newer than the profile.
  const shown = declarations.filter(({ name }) => Object.hasOwn(values, name))
  return [...Map.groupBy(shown, ({ section }) => section)].map(([section, list]) => (
    <Card key={section} title={section === '' ? t('attribute.more') : section}>
      <Rows>
        {list.map((declaration) => (
          <DeclaredRow
            key={declaration.name}
            declaration={declaration}
            profile={profile}
            values={values}
            reader={reader}
          />
        ))}
      </Rows>
    </Card>
  ))
}

function textsOf(declarations: readonly Declaration[], reader: Reader): DeclaredTexts {
  const known = new Map(declarations.map((declaration) => [declaration.name, declaration]))
  return {
    labelOf: (name) => known.get(name)?.label ?? name,
    textOf(name, value) {
      const declaration = known.get(name)
      return (declaration && declaredText(declaration, value, reader)) ?? value
    },
  }
}

const Waiting = () => (
  <div className="card" aria-busy="true">
    <span className="skeleton skeleton-line" />
    <ControlSkeleton />
  </div>
)
