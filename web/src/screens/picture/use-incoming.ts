import { useEffect, useRef, useState } from 'react'

const hasFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false

/**
 * Accepts files that are dropped anywhere on the page or pasted. Returns whether something is being dragged over it.
 * @param take null: nothing is accepted now; a dropped file does not replace the page then either
 */
export function useIncoming(take: ((file: File) => void) | null): boolean {
  const [isDraggedOver, setOver] = useState(false)
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    // Entering a child fires before leaving its parent.
    let depth = 0
    const count = (next: number) => {
      depth = Math.max(0, next)
      setOver(depth > 0 && latest.current !== null)
    }
    const on = (name: 'dragenter' | 'dragover' | 'dragleave' | 'drop', listen: (event: DragEvent) => void) =>
      addEventListener(name, (event) => (hasFiles(event.dataTransfer) ? listen(event) : undefined), {
        signal,
      })
    on('dragenter', (event) => {
      event.preventDefault()
      count(depth + 1)
    })
    on('dragleave', () => count(depth - 1))
    on('dragover', (event) => {
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = latest.current ? 'copy' : 'none'
    })
    on('drop', (event) => {
      event.preventDefault()
      count(0)
      const file = event.dataTransfer?.files[0]
      if (file) latest.current?.(file)
    })
    addEventListener(
      'paste',
      (event) => {
        const file = event.clipboardData?.files[0]
        if (!file || latest.current === null) return
        event.preventDefault()
        latest.current(file)
      },
      { signal },
    )
    return () => controller.abort()
  }, [])
  return isDraggedOver
}
