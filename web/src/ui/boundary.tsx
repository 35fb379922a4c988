import { Component, type ReactNode } from 'react'
import { useText } from '../i18n/language.tsx'
import { Button } from './button.tsx'

/** Shows a way out where what is in it fails. */
export class Boundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    return this.state.hasFailed ? <WayOut /> : this.props.children
  }
}

function WayOut() {
  const t = useText()
  return (
    <section className="card" role="alert">
      <div className="card-head">
        <h2>{t('error.crash_title')}</h2>
        <p>{t('error.crash_text')}</p>
      </div>
      <div className="row">
        <Button onClick={() => location.reload()}>{t('action.reload')}</Button>
      </div>
    </section>
  )
}
