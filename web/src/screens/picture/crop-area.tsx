import 'react-easy-crop/react-easy-crop.css'
import { useEffect, useRef } from 'react'
import Cropper from 'react-easy-crop'
import { useLanguage } from '../../i18n/language.tsx'
import { announce } from '../../ui/announcer.tsx'
import { type Part, placeOf, type View } from './crop.ts'
import { shareText } from './share-text.ts'

export const ZOOM_STEP = 0.1
/** How far an arrow key moves the picture, in screen pixels; with Shift, a fifth of that. */
const ARROW_STEP = 10

interface Props {
  url: string
  /** Quarter turns clockwise in which the picture is displayed. */
  turn: number
  view: View
  most: number
  /** Id of the instructions. */
  described: string
  /** The part shown at first; null: the middle. */
  first: Part | null
  onView: (view: View) => void
  onPart: (part: Part) => void
}

/** The picture behind a round window. Mouse, touch and keyboard move and zoom it. */
export function CropArea({ url, turn, view, most, described, first, onView, onPart }: Props) {
  const { t, code } = useLanguage()
  const frame = useRef<HTMLDivElement>(null)
  const isByKey = useRef(false)
  const latest = useRef(view)
  latest.current = view
  const change = (next: Partial<View>) => {
    latest.current = { ...latest.current, ...next }
    onView(latest.current)
  }
  const loaded = useRef('')
  const part = useRef<Part | null>(null)
  // Until a picture is laid out, the cropper reports parts by the size of the one before it.
  const tell = (next: Part) => {
    part.current = next
    if (loaded.current === url) onPart(next)
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
  const report = (part: Part) => {
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
        rotation={turn * 90}
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
        onCropAreaChange={tell}
        onMediaLoaded={() => {
          loaded.current = url
          if (part.current !== null) onPart(part.current)
        }}
        onCropComplete={report}
        cropperProps={{
          role: 'application',
          'aria-label': t('picture.area'),
          'aria-describedby': described,
        }}
      />
    </div>
  )
}
