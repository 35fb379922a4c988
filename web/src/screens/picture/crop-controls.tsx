import { useId } from 'react'
import { useLanguage } from '../../i18n/language.tsx'
import { ZOOM_STEP } from './crop-area.tsx'
import { MinusIcon, PlusIcon, RotateLeftIcon, RotateRightIcon } from './icons.tsx'
import { shareText } from './share-text.ts'

interface Props {
  zoom: number
  most: number
  onZoom: (zoom: number) => void
  /** 1: clockwise by a quarter. */
  onRotate: (by: 1 | -1) => void
}

/** Buttons for zooming and turning without gestures. */
export function CropControls({ zoom, most, onZoom, onRotate }: Props) {
  const { t, code } = useLanguage()
  const id = useId()
  const button = (label: string, Icon: typeof PlusIcon, onClick: () => void) => (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon />
    </button>
  )
  const by = (step: number) => () => onZoom(Math.min(Math.max(zoom + step, 1), most))
  return (
    <div className="crop-controls">
      {most > 1 ? (
        <div className="zoom">
          <label className="visually-hidden" htmlFor={id}>
            {t('picture.zoom')}
          </label>
          {button(t('picture.zoom_out'), MinusIcon, by(-2 * ZOOM_STEP))}
          <input
            id={id}
            type="range"
            min={1}
            max={most}
            step={0.01}
            value={zoom}
            aria-valuetext={shareText(code, zoom)}
            onChange={({ target }) => onZoom(Number(target.value))}
          />
          {button(t('picture.zoom_in'), PlusIcon, by(2 * ZOOM_STEP))}
        </div>
      ) : null}
      <div className="row" dir="ltr">
        {button(t('picture.rotate_left'), RotateLeftIcon, () => onRotate(-1))}
        {button(t('picture.rotate_right'), RotateRightIcon, () => onRotate(1))}
      </div>
    </div>
  )
}
