import { Component, type ReactNode } from 'react'
import { Failure } from '../api/failure.ts'
import { useText } from '../i18n/language.tsx'
import { reloadPage } from '../reload.ts'
import { Button } from './button.tsx'
import { ChunkFailure } from './chunk-failure.tsx'

interface Props {
  /** Catches only code that could not be loaded; anything else concerns the boundary around it. */
  isForCode?: boolean
  children: ReactNode
}

/** Shows a way out if its content fails. */
export class Boundary extends Component<Props, { error: unknown }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state as { error: unknown }
    if (error === null) return this.props.children
    if (error instanceof Failure && error.kind === 'unloaded')
      return <ChunkFailure failure={error} onLoaded={() => this.setState({ error: null })} />
    if (this.props.isForCode) throw error
    return <Crash />
  }
}

function Crash() {
  const t = useText()
  return (
    <section className="card" role="alert">
      <div className="card-head">
        <h2>{t('error.crash_title')}</h2>
        <p>{t('error.crash_text')}</p>
      </div>
      <div className="row">
        <Button onClick={reloadPage}>{t('action.reload')}</Button>
      </div>
    </section>
  )
}
