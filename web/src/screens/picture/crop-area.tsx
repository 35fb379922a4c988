import 'react-easy-crop/react-easy-crop.css'
import { useEffect, useRef } from 'react'
import Cropper from 'react-easy-crop'
import { useLanguage } from '../../i18n/language.tsx'
import { announce } from '../../ui/announcer.tsx'
import { type Part, placeOf, type View } from './crop.ts'
import { shareText } from './share-text.ts'

export const ZOOM_STEP = 0.1
/** How far an arrow key moves the picture, in pixels of the screen; with Shift a fifth of it. */
const ARROW_STEP = 10

interface Props {
  url: string
  view: View
  most: number
  /** Id of how it is used. */
  described: string
  /** What shows at first; null: the middle. */
  first: Part | null
  onView: (view: View) => void
  onPart: (part: Part) => void
}

/** The picture under a round window. It is moved and zoomed by mouse, touch and keyboard. */
export function CropArea({ url, view, most, described, first, onView, onPart }: Props) {
  const { t, code } = useLanguage()
  const frame = useRef<HTMLDivElement>(null)
  const isByKey = useRef(false)
  const latest = useRef(view)
  latest.current = view
  const change = (next: Partial<View>) => {
    latest.current = { ...latest.current, ...next }
    onView(latest.current)
  }
  const zoomBy = useRef((_step: number) => {})
  zoomBy.current = (step) => change({ zoom: Math.min(Math.max(view.zoom + step, 1), most) })
  useEffect(() => {
    const element = frame.current
    const press = (event: KeyboardEvent) => {
      isByKey.current = true
      const step = event.key === '+' || event.key === '=' ? ZOOM_STEP : event.key === '-' ? -ZOOM_STEP : 0
      if (step === 0 || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      zoomBy.current(step)
    }
    element?.addEventListener('keydown', press)
    return () => element?.removeEventListener('keydown', press)
  }, [])
  const tell = (part: Part) => {
    if (!isByKey.current) return
    isByKey.current = false
    const { across, down } = placeOf(part)
    announce(
      t('picture.position', {
        across: shareText(code, across),
        down: shareText(code, down),
        zoom: shareText(code, latest.current.zoom),
      }),
    )
  }
  return (
    <div className="crop-area" ref={frame} dir="ltr">
      <Cropper
        image={url}
        crop={{ x: view.x, y: view.y }}
        zoom={view.zoom}
        maxZoom={most}
        aspect={1}
        cropShape="round"
        objectFit="cover"
        showGrid={false}
        keyboardStep={ARROW_STEP}
        disableAutomaticStylesInjection
        {...(first ? { initialCroppedAreaPercentages: first } : {})}
        onCropChange={change}
        onZoomChange={(zoom) => change({ zoom })}
        onCropAreaChange={onPart}
        onCropComplete={tell}
        cropperProps={{
          role: 'application',
          'aria-label': t('picture.area'),
          'aria-describedby': described,
        }}
      />
    </div>
  )
}
