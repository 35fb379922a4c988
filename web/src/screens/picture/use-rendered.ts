import { useEffect, useState } from 'react'
import { type Prepared, renderPicture, type Source } from './prepare.ts'

export interface Rendered extends Prepared {
  /** Good for as long as it is what this answers. */
  url: string
  /** Quarters by which it is turned clockwise. */
  quarters: number
}

/** The picture turned, as it will be uploaded, with an address to show it from; null: not yet, or there is none. */
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
