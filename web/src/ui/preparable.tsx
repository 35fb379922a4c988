import { type ComponentType, type JSX, use } from 'react'
import { createChunk } from '../chunk.ts'
import { Boundary } from './boundary.tsx'

/**
 * A component whose code loads on demand, or earlier by `prepare`. If that fails, a notice with a way out takes its
 * place. Without `isLater`, only a screen that shows it loads it. Loaded code renders at once; otherwise React shows the placeholder of `Suspense` for at least 300 ms, however
 * short the wait.
 */
export function preparable<P extends object>(
  read: () => Promise<{ default: ComponentType<P> }>,
  isLater = true,
) {
  const chunk = createChunk(read, isLater)
  function Loaded(props: P) {
    const { default: Shown } = chunk.loaded() ?? use(chunk.promise())
    return <Shown {...(props as P & JSX.IntrinsicAttributes)} />
  }
  return {
    Component: (props: P) => (
      <Boundary isForCode>
        <Loaded {...props} />
      </Boundary>
    ),
    /** Resolves when it is loaded, or cannot be. */
    prepare: (): Promise<unknown> => chunk.load().catch(() => undefined),
  }
}
