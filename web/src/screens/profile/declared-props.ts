import type { ReactNode } from 'react'
import type { Reader } from './declared-text.ts'
import type { Declaration } from './use-declarations.ts'

/** A declared attribute that is being edited. */
export interface FieldProps {
  declaration: Declaration
  /** As a form has it; `''` if it is not set. */
  value: string
  reader: Reader
  change: (value: string) => void
  problem: string | undefined
}

/** With what helps to fill it in. */
export type ControlProps = FieldProps & { hint: ReactNode }
