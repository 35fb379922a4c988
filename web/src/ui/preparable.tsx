import { type ComponentType, type JSX, lazy, useState } from 'react'

/**
 * A component whose code comes when it is needed, or before by `prepare`. Code that is there shows at once: React
 * keeps the placeholder of one that it has to wait for, be it for a moment, for 300 ms.
 */
export function preparable<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  let loaded: ComponentType<P> | null = null
  const get = async () => {
    const found = await load()
    loaded = found.default
    return found
  }
  const Waited = lazy(get) as ComponentType<P>
  return {
    Component(props: P) {
      const [Shown] = useState(() => loaded ?? Waited)
      return <Shown {...(props as P & JSX.IntrinsicAttributes)} />
    },
    prepare(): void {
      get().catch(() => undefined)
    },
  }
}
