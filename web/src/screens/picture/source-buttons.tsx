import { type Ref, Suspense, useRef, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { preparable } from '../../ui/preparable.tsx'
import { acceptOf } from './file-format.ts'
import { CameraIcon, UploadIcon } from './icons.tsx'

const CameraDialog = preparable(() => import('./camera-dialog.tsx')).Component

/** Phones and tablets have a camera app, which takes better photographs than a page. */
const hasCameraApp = matchMedia('(pointer: coarse)').matches
const hasCamera = hasCameraApp || navigator.mediaDevices !== undefined

/** Buttons for choosing a picture: a file, or a photograph. */
export function SourceButtons({ isOpening, onFile }: { isOpening: boolean; onFile: (file: Blob) => void }) {
  const t = useText()
  const files = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const [isShooting, setShooting] = useState(false)
  return (
    <div className="row sources">
      <FileInput ref={files} onFile={onFile} />
      <Button isBusy={isOpening} onClick={() => files.current?.click()}>
        {isOpening ? null : <UploadIcon />}
        {t(isOpening ? 'picture.opening' : 'picture.choose')}
      </Button>
      {hasCameraApp ? <FileInput ref={camera} isCamera onFile={onFile} /> : null}
      {hasCamera ? (
        <Button
          look="secondary"
          isOff={isOpening}
          onClick={() => (hasCameraApp ? camera.current?.click() : setShooting(true))}
        >
          <CameraIcon />
          {t('picture.take')}
        </Button>
      ) : null}
      {isShooting ? (
        <Suspense>
          <CameraDialog
            onTaken={(photo) => {
              setShooting(false)
              onFile(photo)
            }}
            onClose={() => setShooting(false)}
          />
        </Suspense>
      ) : null}
    </div>
  )
}

function FileInput({
  ref,
  isCamera = false,
  onFile,
}: {
  ref: Ref<HTMLInputElement>
  isCamera?: boolean
  onFile: (file: Blob) => void
}) {
  const { config } = useApp()
  return (
    <input
      ref={ref}
      type="file"
      hidden
      accept={acceptOf(config.picture_formats)}
      capture={isCamera ? 'user' : undefined}
      onChange={({ target }) => {
        const file = target.files?.[0]
        // So that the same file can be chosen again.
        target.value = ''
        if (file) onFile(file)
      }}
    />
  )
}
