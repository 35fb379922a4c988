import { useEffect, useState } from 'react'
import { type Prepared, renderPicture, type Source } from './prepare.ts'

export interface Rendered extends Prepared {
  /** Valid only while this hook returns it. */
  url: string
  /** Quarter turns clockwise. */
  quarters: number
}

/**
 * Returns the turned picture as it will be uploaded, with an address to display it; null: not yet, or there is none.
 */
export function useRendered(source: Source | null, quarters: number): Rendered | null {
  const [rendered, setRendered] = useState<Rendered | null>(null)
  useEffect(() => {
    if (source === null) return
    let isWanted = true
    void renderPicture(source, quarters).then(
      (prepared) => {
        if (isWanted) setRendered({ ...prepared, url: URL.createObjectURL(prepared.blob), quarters })
      },
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [source, quarters])
  useEffect(() => {
    if (rendered !== null) return () => URL.revokeObjectURL(rendered.url)
  }, [rendered])
  return rendered
}
